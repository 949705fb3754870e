export type Activities = ReturnType<typeof createActivities>;

/** The oven is cold for the first two pizzas. */
export function createActivities() {
  let pizzas = 0;
  return {
    async bake(pizza: string): Promise<string> {
      if (++pizzas <= 2) throw new Error('the oven is cold');
      return `${pizza}, hot`;
    },
    async remind(_pizza: string): Promise<void> {},
  };
}
