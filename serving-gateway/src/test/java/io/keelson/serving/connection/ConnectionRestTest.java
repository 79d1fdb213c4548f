package io.keelson.serving.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;

/** Connections that somebody is answered on rest when that is over, and not before. */
final class ConnectionRestTest {
  private final SlowChannel channel = new SlowChannel(new HttpResponseEncoder());
  private final ConnectionRest rest = ConnectionRest.on(channel, new Unlimited());

  private static final class Unlimited implements ConnectionRest.Permit {
    @Override
    public boolean take() {
      return true;
    }

    @Override
    public void release() {
      // Nobody counts.
    }
  }

  private void ask() {
    channel.writeInbound(
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/large"));
  }

  private void answer() {
    DefaultFullHttpResponse answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    answer.content().writeZero(100);
    channel.writeAndFlush(answer);
  }

  @Test
  void anAnswerThatHasNotLeftIsNoRest() {
    channel.pipeline().addLast(new PipelinedRequests(null, 10, rest, false));
    ask();
    assertThat(rest.isResting()).isFalse();

    answer();

    assertThat(rest.isResting()).as("its reader takes nothing").isFalse();
    channel.take(100);
    assertThat(rest.isResting()).isTrue();
  }

  @Test
  void theFirstAnswerBelongsToTheRequestThatWasThereBefore() {
    channel.pipeline().addLast(new PipelinedRequests(null, 10, rest, true));
    ask(); // behind it

    answer();
    channel.take(100);

    assertThat(rest.isResting()).as("the second is not answered").isFalse();
    answer();
    channel.take(100);
    assertThat(rest.isResting()).isTrue();
  }
}
