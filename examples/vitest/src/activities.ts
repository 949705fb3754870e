export async function charge(amount: number): Promise<string> {
  return `charged ${amount}`;
}

export async function remind(): Promise<void> {
  // Sends a mail, in the real world.
}
