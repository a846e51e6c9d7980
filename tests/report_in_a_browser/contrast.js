// Words whose contrast with what is behind them is below that of WCAG 2 AA.
const faults = new Set();

const colour = (text, opacity = 1) => {
  const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
  return { rgb: [red, green, blue], alpha: alpha * opacity };
};
const over = (top, below) =>
  top.rgb.map((part, index) => part * top.alpha + below[index] * (1 - top.alpha));
const luminance = (rgb) => {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

// The backgrounds of an element and of those around it, composed from the outside in.
const behind = (element) => {
  const layers = [];
  for (let one = element; one; one = one.parentElement) {
    layers.push(colour(getComputedStyle(one).backgroundColor));
  }
  return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255]);
};

// The shapes of a chart under a point; edged words bring their own paper.
const painted = (text, x, y) => {
  const svg = text.ownerSVGElement;
  const edge = getComputedStyle(text);
  if (edge.stroke !== "none") return colour(edge.stroke).rgb;
  const shapes = document
    .elementsFromPoint(x, y)
    .filter((shape) => svg.contains(shape) && shape !== svg && shape.localName !== "text")
    .map((shape) => getComputedStyle(shape))
    .filter((style) => style.fill !== "none")
    .map((style) => colour(style.fill, Number(style.fillOpacity)));
  return shapes.reduceRight((below, layer) => over(layer, below), behind(svg));
};

const judge = (words, front, back, size, weight) => {
  const least = size >= 24 || (size >= 18.66 && weight >= 700) ? 3 : 4.5;
  const found = contrast(over(front, back), back);
  if (found < least) {
    const colours = `${front.rgb} on ${back.map(Math.round)}`;
    faults.add(`“${words.trim().slice(0, 40)}” has ${found.toFixed(2)}, ${colours}`);
  }
};

const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (nodes.nextNode()) {
  const [words, element] = [nodes.currentNode.data, nodes.currentNode.parentElement];
  const unseen = element.closest(".unseen, script, style, title, desc");
  if (words.trim() === "" || unseen || !element.checkVisibility()) continue;
  const style = getComputedStyle(element);
  if (!(element instanceof SVGElement)) {
    judge(words, colour(style.color), behind(element), parseFloat(style.fontSize), style.fontWeight);
    continue;
  }
  element.scrollIntoView({ block: "center", inline: "center" });
  const box = element.getBoundingClientRect();
  const size = parseFloat(style.fontSize) * element.getScreenCTM().a;
  for (const part of [0.05, 0.5, 0.95]) {
    const back = painted(element, box.left + part * box.width, box.top + box.height / 2);
    judge(words, colour(style.fill), back, size, style.fontWeight);
  }
}
return [...faults];
