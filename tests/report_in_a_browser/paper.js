// What should not be on paper, what is missing there, and what is cut at the right.
const faults = [];
const seen = (element) => element.checkVisibility() && element.getBoundingClientRect().height > 0;
for (const selector of ["nav", ".skip"]) {
  const element = document.querySelector(selector);
  if (element && seen(element)) faults.push(`${selector} is printed`);
}
for (const details of document.querySelectorAll("details")) {
  const title = details.querySelector("summary").textContent;
  const inside = details.querySelector("summary").nextElementSibling;
  const fits = !details.classList.contains("unprinted");
  const wanted = (details.open && fits) || details.classList.contains("printed");
  if (seen(inside) !== wanted) {
    faults.push(`${title}: ${wanted ? "not printed" : "printed though closed or too wide"}`);
  }
}
for (const element of document.body.querySelectorAll("*")) {
  if (element.closest(".unseen, svg svg") || !element.checkVisibility()) continue;
  const box = element.getBoundingClientRect();
  if (box.width > 1 && box.right > innerWidth + 1) {
    const words = (element.closest("table")?.getAttribute("aria-label") ?? element.textContent).trim();
    faults.push(`${element.localName} “${words.slice(0, 40)}” ends at ${Math.round(box.right)} px`);
  }
}
return [...new Set(faults)].slice(0, 40);
