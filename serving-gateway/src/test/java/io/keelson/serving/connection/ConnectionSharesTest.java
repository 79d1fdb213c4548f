package io.keelson.serving.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectionSharesTest {
  private static final InetAddress PROXY = InetAddress.ofLiteral("192.0.2.99");
  private final ConnectionShares shares =
      new ConnectionShares(4, ConnectionShares.Rule.HALF, PROXY::equals);

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }

  @Test
  void oneAddressTakesHalfOfThemAndAllTogetherTheirNumber() throws UnknownHostException {
    InetAddress first = address("192.0.2.1");
    InetAddress second = address("192.0.2.2");

    assertThat(shares.enter(first)).isTrue();
    assertThat(shares.enter(first)).isTrue();
    assertThat(shares.enter(first)).as("more than half").isFalse();
    assertThat(shares.enter(second)).isTrue();
    assertThat(shares.enter(second)).isTrue();
    assertThat(shares.enter(address("192.0.2.3"))).as("more than all").isFalse();
    shares.leave(first);
    assertThat(shares.enter(address("192.0.2.3"))).isTrue();
  }

  @Test
  void theAddressesOfOneIpv6NetworkAreOne() throws UnknownHostException {
    shares.enter(address("2001:db8::1"));
    shares.enter(address("2001:db8:0:1::1"));

    assertThat(shares.enter(address("2001:db8::3"))).isFalse();
    assertThat(shares.enter(address("2001:db8:0:2::1"))).as("of the same 48 bits").isFalse();
    assertThat(shares.enter(address("2001:db8:1::1"))).isTrue();
    assertThat(shares.enter(address("192.0.2.1"))).isTrue();
  }

  @Test
  void whenThereAreTooManyWhoHasNeverAskedAndRestedLongestGivesWay() throws UnknownHostException {
    EmbeddedChannel listening = new EmbeddedChannel(door(6, 4));
    List<EmbeddedChannel> crowd = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      crowd.add(accepted(new InetSocketAddress(address("192.0.2." + i / 3), 1)));
    }
    listening.writeInbound(crowd.toArray());
    crowd.get(0).attr(ArrivalDeadline.BEGUN).set(true);
    ConnectionRest.of(crowd.get(1)).end(); // its request is being answered
    EmbeddedChannel newcomer = accepted(new InetSocketAddress(address("192.0.2.9"), 1));
    EmbeddedChannel one = accepted(new InetSocketAddress(address("192.0.2.1"), 1));

    listening.writeInbound(one, newcomer);
    crowd.forEach(EmbeddedChannel::runPendingTasks);

    assertThat(one.isOpen()).as("whose address has half of them").isFalse();
    assertThat(newcomer.isOpen()).isTrue();
    assertThat(crowd)
        .extracting(EmbeddedChannel::isOpen)
        .containsExactly(true, true, false, true, true, true);

    for (int i = 3; i < 6; i++) {
      ConnectionRest.of(crowd.get(i)).end();
    }
    ConnectionRest.of(newcomer).end();
    EmbeddedChannel second = accepted(new InetSocketAddress(address("192.0.2.10"), 1));
    EmbeddedChannel third = accepted(new InetSocketAddress(address("192.0.2.11"), 1));
    listening.writeInbound(second);
    ConnectionRest.of(second).end();
    listening.writeInbound(third);
    crowd.forEach(EmbeddedChannel::runPendingTasks);
    assertThat(crowd.get(0).isOpen()).as("one that has asked, and rests").isFalse();
    assertThat(second.isOpen()).isTrue();
    assertThat(third.isOpen()).as("nobody rests").isFalse();
  }

  @Test
  void oneThatIsAskedSomethingBeforeItIsClosedStaysWhereThereIsRoomAgain()
      throws UnknownHostException {
    EmbeddedChannel listening = new EmbeddedChannel(door(4, 4));
    List<EmbeddedChannel> crowd = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      crowd.add(accepted(new InetSocketAddress(address("192.0.2." + i), 1)));
    }
    listening.writeInbound(crowd.toArray());
    EmbeddedChannel asked = crowd.getFirst();
    EmbeddedChannel newcomer = accepted(new InetSocketAddress(address("192.0.2.9"), 1));
    listening.writeInbound(newcomer);
    ConnectionRest.of(asked).end();
    crowd.getLast().close();

    asked.runPendingTasks();

    assertThat(asked.isOpen()).isTrue();
    EmbeddedChannel next = accepted(new InetSocketAddress(address("192.0.2.10"), 1));
    listening.writeInbound(next);
    crowd.forEach(EmbeddedChannel::runPendingTasks);
    assertThat(crowd)
        .extracting(EmbeddedChannel::isOpen)
        .as("the first counts again")
        .containsExactly(true, false, true, false);

    EmbeddedChannel last = accepted(new InetSocketAddress(address("192.0.2.11"), 1));
    listening.writeInbound(last);
    ConnectionRest.of(crowd.get(2)).end();
    crowd.get(2).runPendingTasks();
    assertThat(crowd.get(2).isOpen()).as("there is no room again").isFalse();
  }

  @Test
  void aFullDoorWhereNobodyRestedIsNotLookedThroughForEachWhoComes() throws Exception {
    EmbeddedChannel listening = new EmbeddedChannel(door(2, 2));
    EmbeddedChannel first = accepted(new InetSocketAddress(address("192.0.2.1"), 1));
    EmbeddedChannel second = accepted(new InetSocketAddress(address("192.0.2.2"), 1));
    listening.writeInbound(first, second);
    ConnectionRest.of(first).end();
    ConnectionRest.of(second).end();
    EmbeddedChannel third = accepted(new InetSocketAddress(address("192.0.2.3"), 1));
    listening.writeInbound(third);
    ConnectionRest.of(first).begin();

    EmbeddedChannel fourth = accepted(new InetSocketAddress(address("192.0.2.4"), 1));
    listening.writeInbound(fourth);
    Thread.sleep(RestingConnections.PAUSE);
    EmbeddedChannel fifth = accepted(new InetSocketAddress(address("192.0.2.5"), 1));
    listening.writeInbound(fifth);

    assertThat(third.isOpen()).isFalse();
    assertThat(fourth.isOpen()).as("a moment later").isFalse();
    assertThat(fifth.isOpen()).isTrue();
  }

  @Test
  void theDoorClosesWhatIsTooManyAndCountsWhatEnds() throws UnknownHostException {
    SocketAddress caller = new InetSocketAddress(address("192.0.2.1"), 1);
    EmbeddedChannel listening = new EmbeddedChannel(door(4, 4));
    EmbeddedChannel first = accepted(caller);
    EmbeddedChannel second = accepted(caller);
    EmbeddedChannel third = accepted(caller);
    listening.writeInbound(first, second, third);

    assertThat(third.isOpen()).isFalse();
    second.close();
    EmbeddedChannel fourth = accepted(caller);
    listening.writeInbound(fourth);
    assertThat(fourth.isOpen()).isTrue();
  }

  @Test
  void whereManyCallersComeFromTakesAll() {
    for (int i = 0; i < 4; i++) {
      assertThat(shares.enter(PROXY)).isTrue();
    }
    assertThat(shares.enter(PROXY)).as("more than all").isFalse();
  }

  @Test
  void oneAddressHasFewHeadsThatHaveNotComeToTheirEnd() throws UnknownHostException {
    EmbeddedChannel listening = new EmbeddedChannel(door(100, 4));
    List<EmbeddedChannel> mine = begun(listening, "192.0.2.1", 3);
    List<EmbeddedChannel> others = begun(listening, "192.0.2.2", 1);

    assertThat(mine).extracting(EmbeddedChannel::isOpen).containsExactly(true, true, false);
    assertThat(others.getFirst().isOpen()).isTrue();
    mine.getFirst().close();
    assertThat(begun(listening, "192.0.2.1", 1).getFirst().isOpen()).isTrue();
    EmbeddedChannel resting = accepted(new InetSocketAddress(address("192.0.2.1"), 1));
    listening.writeInbound(resting);
    assertThat(resting.isOpen()).as("one that has sent nothing").isTrue();
  }

  @Test
  void fewAddressesDoNotTakeAllOfThoseHeads() throws UnknownHostException {
    EmbeddedChannel listening = new EmbeddedChannel(door(1_000, 64));
    int taken = 0;
    for (int i = 0; i < 64; i++) {
      for (String from :
          new String[] {"192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8:0:1::1"}) {
        taken += begun(listening, from, 1).getFirst().isOpen() ? 1 : 0;
      }
    }

    assertThat(taken).as("of three networks").isBetween(45, 51);
    assertThat(begun(listening, "192.0.2.3", 5)).allMatch(EmbeddedChannel::isOpen);
  }

  /** Connections that have each sent the first bytes of a head. */
  private static List<EmbeddedChannel> begun(EmbeddedChannel listening, String from, int count)
      throws UnknownHostException {
    List<EmbeddedChannel> begun = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EmbeddedChannel channel = accepted(new InetSocketAddress(address(from), 1));
      listening.writeInbound(channel);
      channel.pipeline().addLast(new HttpRequestDecoder());
      channel.writeInbound(Unpooled.copiedBuffer("GET / HTTP/1.1\r\nx: ", US_ASCII));
      begun.add(channel);
    }
    return begun;
  }

  private static AcceptingTransport.Door door(int maxConnections, int maxUnfinishedHeads) {
    return new AcceptingTransport.Door(
        new DoorBounds(Duration.ofSeconds(1), maxConnections, maxUnfinishedHeads, address -> false),
        true);
  }

  private static EmbeddedChannel accepted(SocketAddress caller) {
    return new EmbeddedChannel() {
      @Override
      public SocketAddress remoteAddress() {
        return caller;
      }
    };
  }
}
