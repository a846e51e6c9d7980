// Presses every heading three times: up, down, and back to the order of the file.
const faults = [];
for (const table of document.querySelectorAll("table.data")) {
  const headings = [...table.tHead.rows[0].cells];
  const column = (index) => [...table.tBodies[0].rows].map((row) => row.cells[index].textContent);
  const order = () => [...table.tBodies[0].rows].map((row) => row.textContent).join("\n");
  const original = order();
  headings.forEach((heading, index) => {
    const name = `${table.getAttribute("aria-label")}, ${heading.textContent}`;
    const button = heading.querySelector("button");
    if (!button) return void faults.push(`${name}: no button`);
    for (const direction of ["ascending", "descending"]) {
      button.click();
      const marked = headings.filter((other) => other.hasAttribute("aria-sort"));
      if (marked.length !== 1 || heading.getAttribute("aria-sort") !== direction) {
        faults.push(`${name}: aria-sort is not ${direction}`);
      }
      const cells = column(index);
      const told = cells.filter((cell) => cell !== "");
      if (cells.slice(told.length).some((cell) => cell !== "")) {
        faults.push(`${name}: an undefined value is not last, ${direction}`);
      }
      // A table may write its numbers for readers; the sign, commas and blanks are no part.
      const numbers = told.map((cell) => Number(cell.replace(/[,\s]/g, "").replace("−", "-")));
      if (numbers.some(Number.isNaN)) continue;
      const sign = direction === "ascending" ? 1 : -1;
      const wrong = numbers.findIndex((number, at) => at > 0 && sign * (number - numbers[at - 1]) < 0);
      if (wrong > 0) {
        faults.push(`${name}: ${told[wrong - 1]} before ${told[wrong]}, ${direction}`);
      }
    }
    button.click();
    if (heading.hasAttribute("aria-sort") || order() !== original) {
      faults.push(`${name}: not back in the order of the file`);
    }
  });
}
return faults;
