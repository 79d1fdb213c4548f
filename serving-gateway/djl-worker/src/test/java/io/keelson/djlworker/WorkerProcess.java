package io.keelson.djlworker;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.keelson.djlworker.protocol.GRPCInferenceServiceGrpc;
import io.keelson.djlworker.protocol.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A worker as a process of its own, and channels to it. */
final class WorkerProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final Pattern PORT = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

  final Process process;
  final Path socket;
  private final Path log;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final EpollEventLoopGroup loops = new EpollEventLoopGroup(1);

  /** Starts a worker on a Unix socket and a free port; its output goes to a file. */
  static WorkerProcess start(Path folder, Path model, String name, String... more)
      throws IOException {
    Path socket = folder.resolve("replica.sock");
    List<String> arguments =
        new ArrayList<>(List.of("--model", model.toString(), "--name", name, "--port", "0"));
    arguments.addAll(List.of(more));
    return new WorkerProcess(folder, socket, arguments);
  }

  WorkerProcess(Path folder, Path socket, List<String> arguments) throws IOException {
    this.socket = socket;
    this.log = folder.resolve("worker.log");
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(DjlWorker.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("KEELSON_"));
    environment.put("TMPDIR", temporary.toString());
    environment.put("KEELSON_CPUS", "2");
    if (socket != null) {
      environment.put("KEELSON_REPLICA_SOCKET", socket.toString());
    }
    process = builder.start();
  }

  WorkerProcess awaitReady() {
    await("is ready after");
    return this;
  }

  /** Waits until the worker has said this. */
  void await(String said) {
    boolean seen = until(() -> log().contains(said) || !process.isAlive());
    if (!seen || !log().contains(said)) {
      throw new AssertionError("the worker did not say '" + said + "':\n" + log());
    }
  }

  static boolean until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline) {
      if (condition.getAsBoolean()) {
        return true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return false;
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the worker did not end:\n" + log());
    }
    return process.exitValue();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "";
    }
  }

  ManagedChannel overSocket() {
    return keep(
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .channelType(EpollDomainSocketChannel.class)
            .eventLoopGroup(loops)
            .usePlaintext()
            .build());
  }

  ManagedChannel overPort() {
    Matcher port = PORT.matcher(log());
    if (!port.find()) {
      throw new AssertionError("no port in the worker's log:\n" + log());
    }
    return keep(
        NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(port.group(1)))
            .usePlaintext()
            .build());
  }

  static GRPCInferenceServiceBlockingStub stub(ManagedChannel channel) {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private ManagedChannel keep(ManagedChannel channel) {
    channels.add(channel);
    return channel;
  }

  @Override
  public void close() throws InterruptedException {
    channels.forEach(ManagedChannel::shutdownNow);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
