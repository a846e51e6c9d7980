// What is wider than the window, or a chart that is not seen whole.
const faults = [];
const root = document.documentElement;
if (root.scrollWidth > window.innerWidth) {
  faults.push(`the page is ${root.scrollWidth} px wide in a window of ${window.innerWidth}`);
}
const drawings = [...document.querySelectorAll(".drawing")];
const articles = document.querySelectorAll("article");
if (drawings.length < articles.length) faults.push("a chart is missing");
for (const drawing of drawings) {
  const name = drawing.getAttribute("aria-label");
  const svg = drawing.querySelector("svg");
  if (!svg || !svg.checkVisibility({ opacityProperty: true, visibilityProperty: true })) {
    faults.push(`${name}: no chart is seen`);
    continue;
  }
  const [outer, inner] = [drawing.getBoundingClientRect(), svg.getBoundingClientRect()];
  if (inner.width < 300 || inner.height < 60) {
    faults.push(`${name}: ${inner.width} × ${inner.height} px`);
  }
  if (inner.right > outer.right + 0.5 && drawing.scrollWidth <= drawing.clientWidth) {
    faults.push(`${name}: cut at the right`);
  }
  // The words in the font of this machine, not the one the chart was measured in.
  const page = svg.viewBox.baseVal;
  for (const text of svg.querySelectorAll("text")) {
    const box = text.getBBox();
    if (box.x < -1 || box.x + box.width > page.width + 1) {
      faults.push(`${name}: “${text.textContent}” leaves the chart`);
    }
  }
}
return faults;
