/** Makes elements. Text is always text: nothing here takes markup. */

type Child = Node | string | undefined | false;
type Props = Readonly<Record<string, unknown>>;

/** An HTML element: `on…` properties are listeners, `class` and names with a dash are attributes, all else are properties. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value as EventListener);
    else if (name === 'class' || name === 'role' || name === 'for' || name === 'list' || name.includes('-')) {
      element.setAttribute(name, String(value));
    } else (element as unknown as Record<string, unknown>)[name] = value;
  }
  append(element, children);
  return element;
}

/** An SVG element, with attributes. */
export function svg(tag: string, attributes: Props = {}, ...children: Child[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value as EventListener);
    else element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

function append(to: Element, children: readonly Child[]): void {
  for (const child of children) if (child) to.append(child);
}

/** The element of the page with this id. */
export function byId<T extends Element = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no element #${id}`);
  return element as unknown as T;
}

/** What the page was made with: JSON in a script element that is never run. */
export function pageData<T>(): T | null {
  return JSON.parse(byId('data').textContent ?? 'null') as T | null;
}
