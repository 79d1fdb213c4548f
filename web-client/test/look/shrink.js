// Makes the pictures that were kept anew a third of their size: 256 colours each, less than a look tells apart.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const folder = join(import.meta.dirname, 'pictures');
for (const name of readdirSync(folder).filter((file) => file.endsWith('.png'))) {
  const file = join(folder, name);
  const kept = readFileSync(file);
  const { isPalette } = await sharp(kept).metadata();
  if (isPalette) continue;
  writeFileSync(
    file,
    await sharp(kept).png({ palette: true, quality: 95, dither: 0, effort: 10 }).toBuffer(),
  );
}
