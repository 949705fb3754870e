type AnyFunction = (...args: any[]) => any;

/**
 * One function (or getter) of an object shared by the whole process, and what takes its place while it is installed. Whoever else
 * replaces it later keeps what they put there; and where they put our replacement back after we have left, it still works, since it
 * goes on calling the original.
 */
export class Patch {
  readonly target: object;
  readonly key: PropertyKey;
  readonly replacement: AnyFunction;
  readonly #field: 'value' | 'get';
  #replaced: PropertyDescriptor;
  /** What the replacement calls outside all realms: what was there before it was installed. */
  original: AnyFunction;

  /** A patch of a property that the target has itself; undefined where this platform lacks it, since there is nothing to replace then. */
  static of(target: object, key: PropertyKey, replace: (patch: Patch) => AnyFunction): Patch | undefined {
    const descriptor = Object.getOwnPropertyDescriptor(target, key);
    return descriptor?.configurable ? new Patch(target, key, descriptor, replace) : undefined;
  }

  private constructor(
    target: object,
    key: PropertyKey,
    descriptor: PropertyDescriptor,
    replace: (patch: Patch) => AnyFunction,
  ) {
    this.target = target;
    this.key = key;
    this.#field = descriptor.get === undefined ? 'value' : 'get';
    this.#replaced = descriptor;
    this.original = descriptor[this.#field];
    this.replacement = replace(this);
    disguise(this.replacement, this.original);
  }

  /** False where it was in place already. */
  install(): boolean {
    const descriptor = Object.getOwnPropertyDescriptor(this.target, this.key);
    if (descriptor === undefined || descriptor[this.#field] === this.replacement) return false;
    this.#replaced = descriptor;
    this.original = descriptor[this.#field];
    Object.defineProperty(this.target, this.key, { ...descriptor, [this.#field]: this.replacement });
    return true;
  }

  /** Puts the exact former descriptor back; false where somebody else has replaced the property meanwhile. */
  uninstall(): boolean {
    const descriptor = Object.getOwnPropertyDescriptor(this.target, this.key);
    if (descriptor?.[this.#field] !== this.replacement) return false;
    Object.defineProperty(this.target, this.key, this.#replaced);
    return true;
  }
}

/** Gives a replacement the name, the length and the extra properties (such as `util.promisify.custom`) of what it replaces. */
function disguise(replacement: AnyFunction, original: AnyFunction): void {
  for (const key of Reflect.ownKeys(original)) {
    if (key === 'prototype' || (key !== 'length' && key !== 'name' && Object.hasOwn(replacement, key))) continue;
    Object.defineProperty(replacement, key, Object.getOwnPropertyDescriptor(original, key)!);
  }
}
