import { expect, it } from 'vitest';
import { commandText } from './command';

it.each([
  [['python', 'train.py'], 'python train.py'],
  [['sh', '-c', "echo 'hi' > out"], "sh -c 'echo '\\''hi'\\'' > out'"],
  [[''], "''"],
  [
    ['torchrun', '--nproc-per-node', '4', 'train.py', '--learning-rate', '0.0003', '--epochs', '60', '--mix'],
    'torchrun \\\n  --nproc-per-node 4 train.py \\\n  --learning-rate 0.0003 \\\n  --epochs 60 \\\n  --mix',
  ],
])('writes %j for a shell', (command, text) => {
  expect(commandText(command)).toBe(text);
});
