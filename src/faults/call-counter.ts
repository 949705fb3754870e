/** Numbers the calls of each activity in the order in which they are first seen. */
export class CallCounter {
  private readonly byPlace = new Map<string, Map<string, number>>();

  /** The numbers given so far, as JSON. */
  state(): unknown {
    return [...this.byPlace].map(([place, numbers]) => [place, [...numbers]]);
  }

  /** From 1. A call keeps its number, whichever attempt is asked about. */
  numberOf(activityType: string, workflowId: string | undefined, call: string): number {
    const place = workflowId === undefined ? activityType : `${activityType}\n${workflowId}`;
    let numbers = this.byPlace.get(place);
    if (!numbers) {
      numbers = new Map();
      this.byPlace.set(place, numbers);
    }
    let number = numbers.get(call);
    if (number === undefined) {
      number = numbers.size + 1;
      numbers.set(call, number);
    }
    return number;
  }
}
