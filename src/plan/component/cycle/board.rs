//! Boards that split (plans.md E7, `split_board`): when one is full its head leaves, and
//! each of the places below him heads a board of its own with everyone under it.

use std::collections::VecDeque;

use super::Fill;
use crate::network::NO_SPONSOR;

/// No board: someone who sits nowhere.
const NOWHERE: u32 = u32::MAX;

/// All boards of all stages. A board's places are kept row by row, so that splitting
/// copies each row in equal parts and leaves no gap.
#[derive(Debug)]
pub(super) struct Boards {
    width: usize,
    /// Places of a board.
    size: usize,
    fill: Fill,
    /// Who sits where: `size` places a board, in the order boards were opened.
    seats: Vec<u32>,
    filled: Vec<u16>,
    stage: Vec<u32>,
    /// Boards of each stage, the oldest first; full ones are dropped when they are met.
    open: Vec<VecDeque<u32>>,
    /// The board each member sits on. Whoever is paid leaves before he enters again, so
    /// that nobody sits on two.
    sits_on: Vec<u32>,
}

impl Boards {
    pub(super) fn new(width: usize, rows: u32, fill: Fill) -> Boards {
        Boards {
            width,
            size: (0..rows).map(|row| width.pow(row)).sum(),
            fill,
            seats: Vec::new(),
            filled: Vec::new(),
            stage: Vec::new(),
            open: Vec::new(),
            sits_on: Vec::new(),
        }
    }

    pub(super) fn forget(&mut self) {
        self.seats.clear();
        self.filled.clear();
        self.stage.clear();
        for boards in &mut self.open {
            boards.clear();
        }
        self.sits_on.clear();
    }

    pub(super) fn admit(&mut self, members: usize) {
        self.sits_on.resize(members, NOWHERE);
    }

    /// Seats `member` on a stage; whoever that completes a board for is added to `cycled`.
    pub(super) fn enter(
        &mut self,
        member: u32,
        sponsor: u32,
        stage: u32,
        cycled: &mut Vec<(u32, u32)>,
    ) {
        let board = self.board_for(sponsor, stage);
        let place = usize::from(self.filled[board]);
        self.seats[board * self.size + place] = member;
        self.filled[board] += 1;
        self.sits_on[member as usize] = board as u32;
        if place + 1 == self.size {
            cycled.push((self.seats[board * self.size], stage));
            self.split(board);
        }
    }

    fn board_for(&mut self, sponsor: u32, stage: u32) -> usize {
        if self.fill == Fill::FollowSponsor && sponsor != NO_SPONSOR {
            let board = self.sits_on[sponsor as usize];
            if board != NOWHERE && self.stage[board as usize] == stage {
                return board as usize;
            }
        }
        while self.open.len() <= stage as usize {
            self.open.push(VecDeque::new());
        }
        while let Some(&oldest) = self.open[stage as usize].front() {
            if usize::from(self.filled[oldest as usize]) < self.size {
                return oldest as usize;
            }
            self.open[stage as usize].pop_front();
        }
        self.open_board(stage)
    }

    fn open_board(&mut self, stage: u32) -> usize {
        let board = self.filled.len();
        self.filled.push(0);
        self.stage.push(stage);
        self.seats.resize(self.seats.len() + self.size, NOWHERE);
        self.open[stage as usize].push_back(board as u32);
        board
    }

    fn split(&mut self, full: usize) {
        let stage = self.stage[full];
        let whole = full * self.size;
        self.sits_on[self.seats[whole] as usize] = NOWHERE;
        for side in 0..self.width {
            let board = self.open_board(stage);
            let mut taken = 0;
            // A row of the part is this side's share of the next row of the whole.
            let (mut row_start, mut share) = (1, 1);
            while row_start < self.size {
                for place in row_start + side * share..row_start + (side + 1) * share {
                    let member = self.seats[whole + place];
                    self.seats[board * self.size + taken] = member;
                    self.sits_on[member as usize] = board as u32;
                    taken += 1;
                }
                row_start += self.width * share;
                share *= self.width;
            }
            self.filled[board] = taken as u16;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enter(boards: &mut Boards, members: std::ops::Range<u32>) -> Vec<u32> {
        let mut cycled = Vec::new();
        for member in members {
            boards.admit(member as usize + 1);
            boards.enter(member, NO_SPONSOR, 0, &mut cycled);
        }
        cycled.into_iter().map(|(member, _)| member).collect()
    }

    #[test]
    fn fifteen_entries_on_a_two_by_two_pay_three_people() {
        let mut boards = Boards::new(2, 3, Fill::OldestBoard);
        assert_eq!(enter(&mut boards, 0..7), [0]);
        // Headed by 1 with 3 and 4, and by 2 with 5 and 6.
        assert_eq!(boards.seats[7..10], [1, 3, 4]);
        assert_eq!(boards.seats[14..17], [2, 5, 6]);
        assert_eq!(enter(&mut boards, 7..11), [1]);
        assert_eq!(enter(&mut boards, 11..15), [2]);
    }

    #[test]
    fn a_board_of_four_rows_splits_by_its_sub_trees() {
        let mut boards = Boards::new(2, 4, Fill::OldestBoard);
        assert_eq!(enter(&mut boards, 0..15), [0]);
        assert_eq!(boards.seats[15..22], [1, 3, 4, 7, 8, 9, 10]);
        assert_eq!(boards.seats[30..37], [2, 5, 6, 11, 12, 13, 14]);
    }

    #[test]
    fn an_entry_follows_its_sponsor_to_where_he_sits_now() {
        let mut boards = Boards::new(2, 2, Fill::FollowSponsor);
        let mut cycled = Vec::new();
        boards.admit(6);
        for (member, sponsor) in [(0, NO_SPONSOR), (1, 0), (2, 0), (3, 2), (4, 0)] {
            boards.enter(member, sponsor, 0, &mut cycled);
        }
        // 0 left when 2 came; 3 follows 2; 4's sponsor sits nowhere: the oldest, 1's.
        assert_eq!(boards.seats[3..5], [1, 4]);
        assert_eq!(boards.seats[6..8], [2, 3]);
        assert_eq!(cycled, [(0, 0)]);
    }
}
