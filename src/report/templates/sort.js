"use strict";
// Sorts a table by the column whose heading is pressed: once ascending, again
// descending, a third time back to the order of the file. Without this script the
// tables stand in the order of the file.
for (const table of document.querySelectorAll("table.data")) {
  const body = table.tBodies[0];
  const headings = [...table.tHead.rows[0].cells];
  const original = [...body.rows];

  const key = (row, column) => {
    const text = row.cells[column].textContent;
    const number = Number(text);
    return text === "" ? null : Number.isNaN(number) ? text : number;
  };

  // Undefined values stand last in either direction.
  const compare = (column, direction) => (one, other) => {
    const [a, b] = [key(one, column), key(other, column)];
    if (a === null || b === null) return (a === null) - (b === null);
    if (typeof a === "number" && typeof b === "number") return direction * (a - b);
    return direction * String(a).localeCompare(String(b), "en", { numeric: true });
  };

  const sort = (column) => {
    const before = headings[column].getAttribute("aria-sort");
    for (const heading of headings) heading.removeAttribute("aria-sort");
    const after = { null: "ascending", ascending: "descending" }[before];
    if (after === undefined) {
      body.append(...original);
      return;
    }
    headings[column].setAttribute("aria-sort", after);
    body.append(...[...original].sort(compare(column, after === "ascending" ? 1 : -1)));
  };

  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => sort(column));
    heading.replaceChildren(button);
  });
}
