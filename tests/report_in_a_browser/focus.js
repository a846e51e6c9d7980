// Leaves two functions in the page: what can be focused, and what is, and how it is shown.
const places = "a[href], button, summary, [tabindex='0']";
const all = [...document.querySelectorAll(places)];
const name = (element) => {
  const words = (element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 40);
  return `${all.indexOf(element)} ${element.localName}.${element.className} “${words}”`;
};

window.reachable = () => all.filter((element) => element.checkVisibility()).map(name);

window.focused = () => {
  const element = document.activeElement;
  // Past the last stop the focus leaves the page.
  if (element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const bar = document.querySelector("nav")?.getBoundingClientRect();
  const covered = bar && !element.closest("nav, header, .skip") && box.bottom <= bar.bottom;
  let fault = null;
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) {
    fault = "no outline shows the focus";
  } else if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) {
    fault = "outside the window";
  } else if (covered) {
    fault = "under the navigation";
  }
  return { name: name(element), fault };
};
