//! The allocator of the program: the system's, which asks Linux for huge pages where a
//! column is large. A page of 4 KB costs as much to fetch as to fill, and two threads wait
//! for each other while they fetch (docs/design-notes/0009-large-pages.md).

#![expect(
    unsafe_code,
    reason = "an allocator is unsafe by its nature; what it gains is told in docs/design-notes/0009-large-pages.md"
)]

use std::alloc::{GlobalAlloc, Layout, System};

use rustix::mm::{Advice, madvise};

/// The smallest allocation that huge pages are asked for, in bytes: the system takes such ones
/// straight from the kernel, and they are few.
const LARGE: usize = 4 << 20;

/// A huge page, in bytes. Where it is larger, the kernel takes what it can use.
const HUGE: usize = 2 << 20;

/// The system's allocator with huge pages for large columns.
pub struct LargePages;

// SAFETY: every call is the system allocator's own, with the caller's own arguments; its
// promises are those of `System`. What is done besides is advice, which changes no content.
unsafe impl GlobalAlloc for LargePages {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the promises of `alloc`.
        advise(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the promises of `alloc_zeroed`.
        advise(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn dealloc(&self, start: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the promises of `dealloc`.
        unsafe { System.dealloc(start, layout) }
    }

    unsafe fn realloc(&self, start: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller keeps the promises of `realloc`.
        advise(unsafe { System.realloc(start, layout, size) }, size)
    }
}

/// Asks for huge pages where the allocation is large. That they are refused changes nothing.
#[inline]
fn advise(start: *mut u8, size: usize) -> *mut u8 {
    // Miri knows no pages.
    if size >= LARGE && !start.is_null() && !cfg!(miri) {
        let before = start.addr().wrapping_neg() % HUGE;
        // At least one whole page is left: what is large is twice as long as one.
        let whole = (size - before) / HUGE * HUGE;
        // SAFETY: the range lies within the allocation, and advice changes no content.
        let _ = unsafe {
            madvise(
                start.wrapping_add(before).cast(),
                whole,
                Advice::LinuxHugepage,
            )
        };
    }
    start
}

#[cfg(test)]
mod tests {
    /// Around the size from which on advice is given.
    #[test]
    fn what_is_written_stays() {
        // Here, since benches take this file in and drop its tests.
        use super::*;
        for size in [2, LARGE - 1, LARGE, LARGE + 1, 3 * LARGE] {
            let [layout, longer] =
                [size, 2 * size].map(|size| Layout::from_size_align(size, 8).unwrap());
            // SAFETY: memory is given back by the layout it has, and all that is read or
            // written lies within it.
            unsafe {
                let start = LargePages.alloc_zeroed(layout);
                assert_eq!((*start, *start.add(size - 1)), (0, 0));
                start.write(1);
                start.add(size - 1).write(2);
                let start = LargePages.realloc(start, layout, longer.size());
                assert_eq!((*start, *start.add(size - 1)), (1, 2));
                start.add(longer.size() - 1).write(3);
                let start = LargePages.realloc(start, longer, size);
                assert_eq!((*start, *start.add(size - 1)), (1, 2));
                LargePages.dealloc(start, layout);
                let start = LargePages.alloc(layout);
                start.write_bytes(7, size);
                assert_eq!(*start.add(size / 2), 7);
                LargePages.dealloc(start, layout);
            }
        }
    }
}
