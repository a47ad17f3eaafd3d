// Not Object.hasOwn, which audio worklets of some engines lack.
const ownProperty = Object.prototype.hasOwnProperty;

/** True if the object itself has a property of this name. */
export function hasOwn(object: object, name: PropertyKey): boolean {
  return ownProperty.call(object, name);
}
