import type { DatasetVersionRow } from './datasets';
import type { World } from './world';

/** A file of a version, or one on its way into it. */
export interface UploadRow {
  readonly id: string;
  readonly path: string;
  readonly sizeBytes: number;
  offsetBytes: number;
  readonly startedAt: string;
  readonly expiresAt: string;
}

/** A small PNG, for pictures. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAFElEQVR4nGNgYGD4z0AswK4SNwAATeYD/Rp5MVsAAAAASUVORK5CYII=',
  'base64',
);

const CONTENTS: Readonly<Record<string, string | Buffer>> = {
  'evaluation.json': JSON.stringify({
    accuracy: 0.9187,
    support: 20160,
    labels: ['dent', 'torn', 'wet', 'ok'],
  }),
  'signature.json': JSON.stringify({
    inputs: [{ name: 'pixels', datatype: 'FP32', shape: [-1, 3, 448, 448] }],
  }),
  'predictions.csv':
    'image,label,predicted,score\n"dock, 4.jpg",dent,dent,0.981\nbelt-07.jpg,torn,wet,0.512\n',
  'confusion.png': PNG,
};

export interface DataAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
}

/** The doors for bytes: uploads by tus 1.0, downloads as attachments. */
export function dataDoor(
  worlds: readonly World[],
  { method, url, headers, bodyBytes }: { method: string; url: URL; headers: Headers; bodyBytes: number },
): DataAnswer {
  const [, , kind, id = ''] = url.pathname.split('/');
  if (kind === 'objects') {
    const body = CONTENTS[url.searchParams.get('name') ?? ''] ?? 'no preview';
    return { status: 200, headers: { 'Content-Type': 'application/octet-stream' }, body };
  }
  const found = worlds
    .flatMap(({ datasetVersions }) => datasetVersions)
    .flatMap((version) => version.uploads.map((upload) => ({ version, upload })))
    .find(({ upload }) => upload.id === id);
  if (found === undefined) return { status: 404, headers: {}, body: null };
  const { version, upload } = found;
  if (method === 'PATCH') {
    if (Number(headers.get('Upload-Offset')) !== upload.offsetBytes)
      return { status: 409, headers: {}, body: null };
    upload.offsetBytes += bodyBytes;
    if (upload.offsetBytes >= upload.sizeBytes) arrive(version, upload);
  }
  return {
    status: method === 'PATCH' ? 204 : 200,
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': String(upload.offsetBytes),
      'Upload-Length': String(upload.sizeBytes),
    },
    body: null,
  };
}

function arrive(version: DatasetVersionRow, { id, path, sizeBytes }: UploadRow) {
  version.uploads = version.uploads.filter((upload) => upload.id !== id);
  version.files = [
    ...version.files.filter((file) => file.path !== path),
    { path, sizeBytes, digest: `sha256:${'c4'.repeat(32)}` },
  ];
}
