import { describe, expect, it } from 'vitest';
import { snippetsOf, type Called } from './snippets';

const WINE: Called = {
  name: 'wine',
  url: 'http://127.0.0.1:7081/v2/models/wine',
  grpcTarget: '127.0.0.1:7081',
  inputs: [{ name: 'features', datatype: 'FP32', shape: [1, 2], data: [13, 2.3] }],
  outputs: ['probabilities', 'label'],
};

function code(key: string, called: Called = WINE): string {
  return snippetsOf(called).find((snippet) => snippet.key === key)?.code ?? '';
}

describe('snippets', () => {
  it('call the endpoint by its own address, with the key from the environment', () => {
    for (const { code } of snippetsOf(WINE)) {
      expect(code).toContain('127.0.0.1:7081');
      expect(code).toContain('KEELSON_API_KEY');
    }
    expect(code('curl')).toContain(
      `-d '{"inputs":[{"name":"features","datatype":"FP32","shape":[1,2],"data":[13,2.3]}]}'`,
    );
    expect(code('python')).toContain('client.infer("wine", inputs');
    expect(code('python')).toContain('print(answer.as_numpy("label"))');
    expect(code('grpc')).toContain('"fp32_contents":[13,2.3]');
  });

  it('use TLS where the address does', () => {
    const secure = { ...WINE, url: 'https://models.example/v2/models/wine' };
    expect(code('python')).not.toContain('ssl=True');
    expect(code('python', secure)).toContain('ssl=True');
    expect(code('grpc')).toContain('-plaintext');
    expect(code('grpc', secure)).not.toContain('-plaintext');
  });

  it('let no value out of its quotes', () => {
    const text = { name: 't', datatype: 'BYTES', shape: [1], data: [`it's "x"`] };
    expect(code('curl', { ...WINE, inputs: [text] })).toContain(`it'\\''s`);
    expect(code('grpc', { ...WINE, inputs: [text] })).toContain(btoa(`it's "x"`));
    expect(code('python', { ...WINE, inputs: [text] })).toContain('dtype=object');
  });
});
