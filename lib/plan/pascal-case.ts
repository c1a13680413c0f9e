/** `raw-images` becomes `RawImages`, a part of a construct id. Keys that differ stay different. */
export function pascalCase(key: string): string {
  return key.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
