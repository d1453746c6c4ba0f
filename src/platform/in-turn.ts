/**
 * Does something for each item, one after the other, and answers what each came to. What asks the data base goes in turn:
 * a transaction takes one question at a time, and one page shall not hold all connections of the pool.
 */
export async function inTurn<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Result | Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
