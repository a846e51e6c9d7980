// What a screen reader goes by: language, headings, names of tables and charts.
const faults = [];
if (!document.documentElement.lang) faults.push("no language");
if (document.title.trim() === "") faults.push("no title");
const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
const levels = headings.map((heading) => Number(heading.localName[1]));
if (levels.filter((level) => level === 1).length !== 1) faults.push("not one h1");
if (levels[0] !== 1) faults.push("the first heading is no h1");
levels.forEach((level, index) => {
  if (index > 0 && level > levels[index - 1] + 1) {
    faults.push(`“${headings[index].textContent}” skips a level`);
  }
});
for (const table of document.querySelectorAll("table")) {
  const columns = table.querySelectorAll("thead th[scope=col]").length;
  if (!table.getAttribute("aria-label")) faults.push("a table without a name");
  if (columns === 0) faults.push(`${table.getAttribute("aria-label")}: no column headings`);
}
for (const svg of document.querySelectorAll("svg")) {
  const title = svg.querySelector(":scope > title");
  if (svg.getAttribute("role") !== "img" || !title?.textContent) {
    faults.push(`a chart without role or title: ${title?.textContent}`);
  }
}
// Marks tell their value under the pointer; a few are hairlines, or lie under others.
for (const drawing of document.querySelectorAll(".drawing")) {
  const marks = [...drawing.querySelectorAll(".mark")];
  const silent = marks.filter((mark) => {
    mark.scrollIntoView({ block: "center" });
    const box = mark.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const pointed = document.elementFromPoint(x, y)?.closest(".mark");
    return !/\d/.test(pointed?.querySelector(":scope > title")?.textContent ?? "");
  });
  if (silent.length > marks.length / 4) {
    faults.push(`${drawing.getAttribute("aria-label")}: ${silent.length} marks without a value`);
  }
}
const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
faults.push(...twice.map((id) => `the id ${id} stands twice`));
return faults;
