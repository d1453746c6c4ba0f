declare module 'shpjs' {
  type Geometry = { readonly type: string; readonly coordinates?: unknown };
  type Properties = Readonly<Record<string, unknown>>;
  type Feature = { readonly properties: Properties | null; readonly geometry: Geometry | null };
  /** Outlines in degrees; `prj` is the text of the projection. */
  export function parseShp(shp: Uint8Array, prj?: Uint8Array): Geometry[];
  /** Attributes; `cpg` is the name of the encoding. */
  export function parseDbf(dbf: Uint8Array, cpg?: Uint8Array): Properties[];
  export function combine(parts: [Geometry[], Properties[]]): { readonly features: Feature[] };
}
