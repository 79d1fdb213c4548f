package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 requests that are answered before they have ended. */
@Timeout(60)
final class RefusedStreamsIT {
  private static final int STREAM = 1;
  private static final Map<String, String[]> REQUESTS =
      Map.of(
          "no path", new String[] {"POST", "/nowhere"},
          "no such method", new String[] {"POST", "/v2/models/wine"},
          "the server lives", new String[] {"GET", "/v2/health/live"},
          "REST without a key", new String[] {"POST", "/v2/models/wine/infer"},
          "gRPC without a key", grpc("ModelInfer"),
          "gRPC of no method", grpc("Nothing"),
          "gRPC of the server", grpc("ServerLive"));

  @TempDir Path folder;
  private DataPlaneFixture doors;

  private static String[] grpc(String method) {
    String path = "/inference.GRPCInferenceService/" + method;
    return new String[] {"POST", path, "content-type", "application/grpc"};
  }

  @BeforeEach
  void start() {
    doors =
        new DataPlaneFixture(folder)
            .start(DataPlaneConfig.defaults("127.0.0.1", 0).withEventLoops(1));
  }

  @AfterEach
  void stop() {
    doors.close();
  }

  @Test
  void theirStreamsAreClosedAfterTheAnswer() throws IOException {
    for (Map.Entry<String, String[]> each : REQUESTS.entrySet()) {
      String[] all = each.getValue();
      String[] more = Arrays.copyOfRange(all, 2, all.length);
      try (Http2Caller caller = new Http2Caller(doors.plane.port())) {
        caller.request(STREAM, false, all[0], all[1], more);

        Http2Caller.Frame frame = ofStream(caller);
        while (!frame.endsStream()) {
          assertThat(frame.type()).as(each.getKey()).isNotEqualTo(Http2Caller.RST_STREAM);
          frame = ofStream(caller);
        }
        Http2Caller.Frame last = ofStream(caller);
        assertThat(last.type()).as(each.getKey()).isEqualTo(Http2Caller.RST_STREAM);
        assertThat(last.payload()).as("NO_ERROR").containsExactly(0, 0, 0, 0);
      }
    }
  }

  private static Http2Caller.Frame ofStream(Http2Caller caller) throws IOException {
    Http2Caller.Frame frame = caller.next();
    while (frame != null && frame.stream() != STREAM) {
      frame = caller.next();
    }
    assertThat(frame).as("a frame of the stream").isNotNull();
    return frame;
  }
}
