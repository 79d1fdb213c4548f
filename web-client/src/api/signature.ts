/** One tensor that goes into a model or comes out of it. */
export interface Tensor {
  readonly name: string;
  /** Of the Open Inference Protocol: FP32, INT64, BYTES, … */
  readonly datatype: string;
  /** −1 where any size goes; the first is the rows of a batch. */
  readonly shape: readonly number[];
  /** What the values of one row are called; empty where nobody said. */
  readonly columns: readonly string[];
  /** Of a classifier: what each score is for. */
  readonly labels: readonly string[];
}

export interface Signature {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/**
 * What a model version says of its tensors. A signature is a file that anybody's trainer may have written: what is not
 * as expected is left out, and null means that nothing of use was left.
 */
export function readSignature(json: unknown): Signature | null {
  if (!isObject(json)) return null;
  const inputs = tensors(json.inputs);
  const outputs = tensors(json.outputs);
  return inputs.length === 0 && outputs.length === 0 ? null : { inputs, outputs };
}

/** How many values one row of the tensor has; null where that is for the caller to choose. */
export function rowSize({ shape, columns }: Tensor): number | null {
  const perRow = shape.slice(1);
  if (perRow.some((size) => size < 0)) return columns.length > 0 ? columns.length : null;
  return perRow.reduce((product, size) => product * size, 1);
}

/** `[any, 13]` */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.map((size) => (size < 0 ? 'any' : String(size))).join(', ')}]`;
}

function tensors(json: unknown): Tensor[] {
  return Array.isArray(json) ? json.flatMap(tensor) : [];
}

function tensor(json: unknown): Tensor[] {
  if (!isObject(json) || typeof json.name !== 'string' || json.name === '') return [];
  return [
    {
      name: json.name,
      datatype: typeof json.datatype === 'string' ? json.datatype : 'FP32',
      shape: numbers(json.shape),
      columns: texts(json.columns),
      labels: texts(json.labels),
    },
  ];
}

function numbers(json: unknown): number[] {
  return Array.isArray(json) ? json.filter((size): size is number => Number.isInteger(size)) : [];
}

function texts(json: unknown): string[] {
  return Array.isArray(json) ? json.map(String) : [];
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
