package io.keelson.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.bench.CannotRun;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ListenerTest {
  @Test
  void theProcessBehindAPortIsFoundWithItsCommandLineMemoryAndProcessorTime() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Listener listener = Listener.on(socket.getLocalPort(), "this test");

      assertThat(listener.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(listener.commandLine().getFirst()).endsWith("java");
      assertThat(listener.residentBytes()).isGreaterThan(10L << 20);
      long own = ProcessCpu.ofProcess(listener.pid());
      assertThat(own).isPositive();
      assertThat(ProcessCpu.ofTree(listener.pid())).isGreaterThanOrEqualTo(own);
    }
  }

  @Test
  void aPortWithoutAListenerCannotBeMeasured() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThatThrownBy(() -> Listener.on(port, "nobody"))
        .isInstanceOf(CannotRun.class)
        .hasMessageContaining("nobody");
  }
}
