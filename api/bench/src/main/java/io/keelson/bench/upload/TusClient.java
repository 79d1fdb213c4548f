package io.keelson.bench.upload;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Sends a file to a tus 1.0 upload in one PATCH. The kernel moves the bytes (sendfile), so that the
 * client takes as little of the shared machine as it can.
 */
final class TusClient {
  private static final int MAX_RESPONSE_BYTES = 64 * 1024;

  private TusClient() {}

  /**
   * @throws IllegalStateException with the answer when it is not 204 with the whole file's offset
   */
  static void patch(URI upload, Path file) throws IOException {
    try (FileChannel bytes = FileChannel.open(file);
        SocketChannel socket =
            SocketChannel.open(new InetSocketAddress(upload.getHost(), upload.getPort()))) {
      long size = bytes.size();
      socket.write(ByteBuffer.wrap(head(upload, size).getBytes(StandardCharsets.US_ASCII)));
      IOException broken = send(bytes, size, socket);
      String answer = answer(socket);
      boolean accepted =
          answer.startsWith("HTTP/1.1 204")
              && answer.toLowerCase(java.util.Locale.ROOT).contains("\nupload-offset: " + size);
      if (!accepted) {
        throw new IllegalStateException("the upload was answered by:\n" + answer, broken);
      }
    }
  }

  private static String head(URI upload, long size) {
    String query = upload.getRawQuery() == null ? "" : "?" + upload.getRawQuery();
    return String.join(
        "\r\n",
        "PATCH " + upload.getRawPath() + query + " HTTP/1.1",
        "Host: " + upload.getRawAuthority(),
        "Tus-Resumable: 1.0.0",
        "Upload-Offset: 0",
        "Content-Type: application/offset+octet-stream",
        "Content-Length: " + size,
        "Connection: close",
        "",
        "");
  }

  /** Null, or why the server closed early: its answer says more. */
  private static IOException send(FileChannel bytes, long size, SocketChannel socket) {
    try {
      for (long at = 0; at < size; ) {
        at += bytes.transferTo(at, size - at, socket);
      }
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private static String answer(SocketChannel socket) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(MAX_RESPONSE_BYTES);
    while (answer.hasRemaining() && socket.read(answer) >= 0) {
      String soFar = new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
      if (soFar.contains("\r\n\r\n") && soFar.startsWith("HTTP/1.1 204")) {
        return soFar;
      }
    }
    return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
  }
}
