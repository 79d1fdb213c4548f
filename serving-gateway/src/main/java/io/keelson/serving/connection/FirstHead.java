package io.keelson.serving.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Right behind the decoder of HTTP/1.1: the first head that it makes begins the connection's first
 * request, whoever answers it and whether or not they say so. One that cannot be read does not.
 */
final class FirstHead extends ChannelInboundHandlerAdapter {
  private FirstHead() {}

  /** From now on; nothing as long as there is no such decoder, or when the head has come. */
  static void expect(ChannelPipeline pipeline) {
    ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
    if (decoder != null
        && pipeline.get(FirstHead.class) == null
        && !ArrivalDeadline.hasBegun(pipeline.channel())) {
      pipeline.addAfter(decoder.name(), "first-head", new FirstHead());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest head && head.decoderResult().isSuccess()) {
      ArrivalDeadline.begun(context.channel());
      context.pipeline().remove(this);
    }
    context.fireChannelRead(message);
  }
}
