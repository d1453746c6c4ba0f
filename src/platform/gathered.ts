/** A statement that answers nothing; its one `?` stands for rows as JSON. */
export type Write = { readonly sql: string; readonly binding: string };

/** The writes that wait for the end of some work (`inOneGo`), by the transaction that it is done in. */
export const gathered = new WeakMap<object, Write[]>();
