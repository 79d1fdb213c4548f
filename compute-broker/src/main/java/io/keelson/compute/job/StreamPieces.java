package io.keelson.compute.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;

/**
 * Reads a growing stream out of its files: the first has the stream's name, each further one that
 * name and, behind a point, the byte of the stream that it begins with. The oldest may be removed
 * at any time; what was in them is skipped.
 */
final class StreamPieces {
  private static final int AT_ITS_END = -1;
  private static final int GONE = -2;

  private final Path stream;
  private long atBytes;
  private Path piece;
  private long pieceBeginsAtBytes;
  private long skippedBytes;

  /**
   * @param fromBytes where in the stream reading begins
   */
  StreamPieces(Path stream, long fromBytes) {
    this.stream = stream;
    this.atBytes = fromBytes;
  }

  /** How far into the stream was read. */
  long atBytes() {
    return atBytes;
  }

  /** How much was skipped since this was last asked. */
  long skippedBytes() {
    long skipped = skippedBytes;
    skippedBytes = 0;
    return skipped;
  }

  /** Reads on; 0 when there is nothing yet. */
  int read(byte[] into) throws IOException {
    if (piece == null && !find()) {
      return 0;
    }
    int n = readPiece(into);
    boolean goesOnElsewhere = n == GONE || (n == AT_ITS_END && Files.exists(piece(atBytes)));
    if (goesOnElsewhere && find()) {
      n = readPiece(into);
    }
    int read = Math.max(0, n);
    atBytes += read;
    return read;
  }

  private int readPiece(byte[] into) throws IOException {
    try (FileChannel in = FileChannel.open(piece, StandardOpenOption.READ)) {
      return in.read(ByteBuffer.wrap(into), atBytes - pieceBeginsAtBytes);
    } catch (NoSuchFileException removed) {
      return GONE;
    }
  }

  private Path piece(long beginsAtBytes) {
    return beginsAtBytes == 0
        ? stream
        : stream.resolveSibling(stream.getFileName() + "." + beginsAtBytes);
  }

  /** The piece that the next byte is in, or else the first after it. */
  private boolean find() throws IOException {
    TreeMap<Long, Path> pieces = pieces();
    var here = pieces.floorEntry(atBytes);
    var later = pieces.higherEntry(atBytes);
    var next =
        here != null && (later == null || hasMore(here.getKey(), here.getValue())) ? here : later;
    if (next == null) {
      piece = null;
      return false;
    }
    piece = next.getValue();
    pieceBeginsAtBytes = next.getKey();
    if (pieceBeginsAtBytes > atBytes) {
      skippedBytes += pieceBeginsAtBytes - atBytes;
      atBytes = pieceBeginsAtBytes;
    }
    return true;
  }

  private boolean hasMore(long beginsAtBytes, Path file) throws IOException {
    try {
      return atBytes < beginsAtBytes + Files.size(file);
    } catch (NoSuchFileException removed) {
      return false;
    }
  }

  private TreeMap<Long, Path> pieces() throws IOException {
    TreeMap<Long, Path> pieces = new TreeMap<>();
    String name = stream.getFileName().toString();
    if (Files.exists(stream)) {
      pieces.put(0L, stream);
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(stream.toAbsolutePath().getParent(), name + ".[0-9]*")) {
      for (Path file : files) {
        pieces.put(
            Long.parseLong(file.getFileName().toString().substring(name.length() + 1)), file);
      }
    } catch (NoSuchFileException notYet) {
      return pieces;
    }
    return pieces;
  }
}
