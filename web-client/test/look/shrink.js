// Makes the pictures that were kept anew a third of their size: 256 colours each, less than a look tells apart. Writes
// beside them which Chromium drew them.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const folder = join(import.meta.dirname, 'pictures');
for (const name of readdirSync(folder).filter((file) => file.endsWith('.png'))) {
  const file = join(folder, name);
  const kept = readFileSync(file);
  const { paletteBitDepth } = await sharp(kept).metadata();
  if (paletteBitDepth !== undefined) continue;
  writeFileSync(
    file,
    await sharp(kept).png({ palette: true, quality: 95, dither: 0, effort: 10 }).toBuffer(),
  );
}

const version = execFileSync('chromium', ['--version'], { encoding: 'utf8' });
writeFileSync(join(folder, 'chromium.txt'), `${/\d+/.exec(version)?.[0] ?? version.trim()}\n`);
