package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** A broker in a process of its own, to be killed or frozen. */
final class BrokerProcess {
  private static final int OWN_ARGUMENTS = 10;

  private BrokerProcess() {}

  /** Of a fixture's machine; returns when it takes jobs. */
  static Process start(BrokerFixture fixture) throws IOException {
    return start(fixture, Map.of());
  }

  /** With other settings, by their names without prefix. */
  static Process start(BrokerFixture fixture, Map<String, String> settings) throws IOException {
    Process process = launch(List.of(), fixture, settings);
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
      assertThat(line).as("the platform says that it is ready").isNotNull();
    }
    Thread.ofVirtual().start(() -> said.lines().forEach(line -> {}));
    return process;
  }

  /**
   * Does not wait for it.
   *
   * @param by what starts it, such as {@code nice}
   */
  static Process launch(List<String> by, BrokerFixture fixture, Map<String, String> settings)
      throws IOException {
    Ground.Address address = fixture.address;
    List<String> words = new ArrayList<>(by);
    words.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-XX:TieredStopAtLevel=1"));
    words.addAll(
        List.of("-cp", System.getProperty("java.class.path"), BrokerProcess.class.getName()));
    words.addAll(List.of(address.host(), "" + address.port(), address.database()));
    words.addAll(
        List.of(
            address.appUser(),
            address.appPassword(),
            address.systemUser(),
            address.systemPassword()));
    words.addAll(
        List.of(
            fixture.folder.toString(),
            "" + fixture.doorPort(),
            "" + fixture.config.settings().firstUid()));
    settings.forEach((name, value) -> words.add(name + "=" + value));
    return new ProcessBuilder(words).redirectErrorStream(true).start();
  }

  public static void main(String[] arguments) throws InterruptedException {
    Ground.Address address =
        new Ground.Address(
            arguments[0],
            Integer.parseInt(arguments[1]),
            arguments[2],
            arguments[3],
            arguments[4],
            arguments[5],
            arguments[6],
            Path.of(arguments[7]));
    BrokerConfig config =
        BrokerFixture.config(
            address.folder(),
            Integer.parseInt(arguments[8]),
            Integer.parseInt(arguments[9]),
            Arrays.stream(arguments)
                .skip(OWN_ARGUMENTS)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(words -> words[0], words -> words[1])));
    try {
      new Ground(address).broker(config).start();
    } catch (IllegalStateException refused) {
      System.out.println(refused.getMessage());
      System.exit(1); // the threads of its ground would keep it
    }
    System.out.println("ready");
    new CountDownLatch(1).await();
  }
}
