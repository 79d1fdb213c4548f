package io.keelson.trainer.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.trainer.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A GraphQL door on a real Unix socket: HTTP/1.1 with kept connections, answers by the number of
 * the call.
 */
public final class SocketApi implements AutoCloseable {

  /** One call as it came in. */
  public record Call(String line, Map<String, String> headers, JsonNode body) {
    public JsonNode input() {
      return body.at("/variables/input");
    }
  }

  /** What to answer; a status of 0 closes the connection without a word. */
  public record Answer(int status, String body) {
    public static final Answer TAKEN =
        new Answer(200, "{\"data\":{\"logBatch\":{\"id\":\"run-1\"}}}");
    public static final Answer HANG_UP = new Answer(0, "");

    public static Answer error(String code) {
      return new Answer(
          200,
          "{\"data\":null,\"errors\":[{\"message\":\"said no\",\"extensions\":{\"code\":\""
              + code
              + "\"}}]}");
    }
  }

  public final List<Call> calls = new CopyOnWriteArrayList<>();
  public final AtomicInteger mostAtOnce = new AtomicInteger();
  private final AtomicInteger now = new AtomicInteger();
  private final ServerSocketChannel server;
  private final IntFunction<Answer> answers;

  public SocketApi(Path socket, IntFunction<Answer> answers) throws IOException {
    this.answers = answers;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::accept);
  }

  /** Every metric that was taken, in the order it came. */
  public List<JsonNode> metrics() {
    List<JsonNode> all = new ArrayList<>();
    calls.forEach(call -> call.input().get("metrics").forEach(all::add));
    return all;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      // ISO-8859-1 keeps one character a byte, so that a length in bytes can be read as characters.
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(client), StandardCharsets.ISO_8859_1));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        mostAtOnce.accumulateAndGet(now.incrementAndGet(), Math::max);
        Answer answer = answer(line, in);
        now.decrementAndGet();
        if (answer.status() == 0) {
          return;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        String head =
            "HTTP/1.1 "
                + answer.status()
                + " x\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length;
        client.write(ByteBuffer.wrap((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
        client.write(ByteBuffer.wrap(body));
      }
    } catch (IOException e) {
      // the client is gone
    }
  }

  private Answer answer(String line, BufferedReader in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    char[] body = new char[Integer.parseInt(headers.get("content-length"))];
    for (int read = 0; read < body.length; ) {
      read += in.read(body, read, body.length - read);
    }
    byte[] utf8 = new String(body).getBytes(StandardCharsets.ISO_8859_1);
    JsonNode json =
        Json.MAPPER.readTree(new StringReader(new String(utf8, StandardCharsets.UTF_8)));
    synchronized (this) {
      calls.add(new Call(line, headers, json));
      return answers.apply(calls.size());
    }
  }
}
