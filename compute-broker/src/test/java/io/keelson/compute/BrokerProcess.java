package io.keelson.compute;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A broker in a process of its own, to be killed. */
final class BrokerProcess {
  private BrokerProcess() {}

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
            Map.of());
    new Ground(address).broker(config).start();
    System.out.println("ready");
    new CountDownLatch(1).await();
  }
}
