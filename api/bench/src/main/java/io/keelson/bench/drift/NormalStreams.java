package io.keelson.bench.drift;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Streams of standard normal numbers, each a training profile's rows and then windows of rows.
 *
 * @param windows of each stream
 */
record NormalStreams(int referenceRows, int windows, int windowRows, List<Stream> streams) {
  /** The rows of one. */
  record Stream(double[] reference, List<double[]> windows) {}

  static NormalStreams of(
      int streams, int referenceRows, int windows, int windowRows, SplittableRandom random) {
    List<Stream> all = new ArrayList<>();
    for (int stream = 0; stream < streams; stream++) {
      double[] reference = rows(referenceRows, random);
      List<double[]> of = new ArrayList<>();
      for (int window = 0; window < windows; window++) {
        of.add(rows(windowRows, random));
      }
      all.add(new Stream(reference, of));
    }
    return new NormalStreams(referenceRows, windows, windowRows, all);
  }

  private static double[] rows(int rows, SplittableRandom random) {
    double[] values = new double[rows];
    Arrays.setAll(values, row -> random.nextGaussian());
    return values;
  }

  /** As little-endian doubles, one stream after the other. */
  void write(Path file) throws IOException {
    int rows = referenceRows + windows * windowRows;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(8 * rows, streams.size()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (Stream stream : streams) {
      bytes.asDoubleBuffer().put(stream.reference());
      bytes.position(bytes.position() + 8 * referenceRows);
      for (double[] window : stream.windows()) {
        bytes.asDoubleBuffer().put(window);
        bytes.position(bytes.position() + 8 * windowRows);
      }
    }
    Files.write(file, bytes.array());
  }
}
