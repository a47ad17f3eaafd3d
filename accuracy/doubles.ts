export interface Doubles {
  readonly value: number;
}
export async function searchDoubles(_: readonly string[]): Promise<Record<string, Doubles>> {
  return {};
}
export function describeDoubles(_: unknown): string {
  return "";
}
