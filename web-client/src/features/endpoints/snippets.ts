import type { TensorJson } from './inputs';

/** How a program of one's own calls the endpoint. */
export interface Snippet {
  readonly key: string;
  readonly label: string;
  readonly code: string;
}

export interface Called {
  readonly name: string;
  /** Of the model over REST. */
  readonly url: string;
  /** `host:port` */
  readonly grpcTarget: string;
  readonly inputs: readonly TensorJson[];
  readonly outputs: readonly string[];
}

/** The key stays out of the page: people put it into the environment of the program. */
const KEY = 'KEELSON_API_KEY';

export function snippetsOf(called: Called): Snippet[] {
  return [
    { key: 'curl', label: 'curl', code: curl(called) },
    { key: 'python', label: 'Python', code: python(called) },
    { key: 'grpc', label: 'gRPC', code: grpcurl(called) },
    { key: 'javascript', label: 'JavaScript', code: javaScript(called) },
  ];
}

function curl({ url, inputs }: Called): string {
  return [
    `curl -sS ${shell(`${url}/infer`)} \\`,
    `  -H "Authorization: Bearer $${KEY}" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d ${shell(JSON.stringify({ inputs }))}`,
  ].join('\n');
}

function python({ name, url, grpcTarget, inputs, outputs }: Called): string {
  const tensors = inputs.flatMap((input, index) => [
    `inputs.append(triton.InferInput(${json(input.name)}, ${json(input.shape)}, ${json(input.datatype)}))`,
    `inputs[${index}].set_data_from_numpy(`,
    `    np.array(${pythonList(input.data)}, dtype=${NUMPY[input.datatype] ?? 'np.float32'}).reshape(${json(input.shape)}))`,
  ]);
  return [
    'import os',
    'import numpy as np',
    'import tritonclient.grpc as triton  # pip install "tritonclient[grpc]"',
    '',
    `client = triton.InferenceServerClient(${json(grpcTarget)}${isSecure(url) ? ', ssl=True' : ''})`,
    'inputs = []',
    ...tensors,
    `key = os.environ["${KEY}"]`,
    `answer = client.infer(${json(name)}, inputs, headers={"authorization": f"Bearer {key}"})`,
    ...outputs.map((output) => `print(answer.as_numpy(${json(output)}))`),
  ].join('\n');
}

function grpcurl({ name, url, grpcTarget, inputs }: Called): string {
  const request = {
    model_name: name,
    inputs: inputs.map(({ name: tensor, datatype, shape, data }) => ({
      name: tensor,
      datatype,
      shape,
      contents: { [CONTENTS[datatype] ?? 'fp32_contents']: datatype === 'BYTES' ? data.map(base64) : data },
    })),
  };
  return [
    '# open_inference_grpc.proto: github.com/kserve/open-inference-protocol',
    `grpcurl${isSecure(url) ? '' : ' -plaintext'} -proto open_inference_grpc.proto \\`,
    `  -H "authorization: Bearer $${KEY}" \\`,
    `  -d ${shell(JSON.stringify(request))} \\`,
    `  ${shell(grpcTarget)} inference.GRPCInferenceService/ModelInfer`,
  ].join('\n');
}

function javaScript({ url, inputs }: Called): string {
  return [
    '// Node.js: an API key has no place in a browser.',
    `const answer = await fetch(${json(`${url}/infer`)}, {`,
    "  method: 'POST',",
    '  headers: {',
    `    Authorization: \`Bearer \${process.env.${KEY}}\`,`,
    "    'Content-Type': 'application/json',",
    '  },',
    `  body: JSON.stringify({ inputs: ${JSON.stringify(inputs)} }),`,
    '});',
    'if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);',
    'console.log((await answer.json()).outputs);',
  ].join('\n');
}

const NUMPY: Readonly<Record<string, string>> = {
  BOOL: 'bool',
  BYTES: 'object',
  FP16: 'np.float16',
  FP32: 'np.float32',
  FP64: 'np.float64',
  INT8: 'np.int8',
  INT16: 'np.int16',
  INT32: 'np.int32',
  INT64: 'np.int64',
  UINT8: 'np.uint8',
  UINT16: 'np.uint16',
  UINT32: 'np.uint32',
  UINT64: 'np.uint64',
};

/** Of `InferTensorContents`: small integers travel as 32 bits. */
const CONTENTS: Readonly<Record<string, string>> = {
  BOOL: 'bool_contents',
  BYTES: 'bytes_contents',
  FP32: 'fp32_contents',
  FP64: 'fp64_contents',
  INT8: 'int_contents',
  INT16: 'int_contents',
  INT32: 'int_contents',
  INT64: 'int64_contents',
  UINT8: 'uint_contents',
  UINT16: 'uint_contents',
  UINT32: 'uint_contents',
  UINT64: 'uint64_contents',
};

function isSecure(url: string): boolean {
  return url.startsWith('https:');
}

function json(value: unknown): string {
  return JSON.stringify(value);
}

function pythonList(data: TensorJson['data']): string {
  const items = data.map((value) =>
    typeof value === 'boolean' ? (value ? 'True' : 'False') : JSON.stringify(value),
  );
  return `[${items.join(', ')}]`;
}

/** In single quotes, where nothing is special but the quote itself. */
function shell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function base64(value: number | string | boolean): string {
  const bytes = new TextEncoder().encode(String(value));
  return btoa(String.fromCharCode(...bytes));
}
