export async function clone(): Promise<object> {
  return structuredClone({ name: 'Ada' });
}
