package io.keelson.serving.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * In front of the decoder of HTTP/1.1: whether there are bytes behind the message that it has just
 * made. It takes the lines of a head out of its buffer one by one, so that afterwards nothing says
 * that one has begun. On the connection's event loop alone.
 */
final class DecodingBytes extends ChannelInboundHandlerAdapter
    implements ByteToMessageDecoder.Cumulator {
  private static final String NAME = "decoding-bytes";

  private ByteBuf decoding;
  private boolean haveCome;

  DecodingBytes() {}

  /** Those of this connection, from now on; null as long as it has no such decoder. */
  static DecodingBytes of(ChannelPipeline pipeline) {
    DecodingBytes known = pipeline.get(DecodingBytes.class);
    ChannelHandlerContext decoder =
        known == null ? pipeline.context(HttpRequestDecoder.class) : null;
    if (decoder == null) {
      return known;
    }
    DecodingBytes bytes = new DecodingBytes();
    bytes.lookInto((HttpRequestDecoder) decoder.handler());
    pipeline.addBefore(decoder.name(), NAME, bytes);
    return bytes;
  }

  /** What it reads from now on is known here. */
  void lookInto(HttpRequestDecoder decoder) {
    decoder.setCumulator(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    haveCome = true;
    try {
      context.fireChannelRead(message);
    } finally {
      letGo();
    }
  }

  /** Nobody else gets the buffer before its messages are looked at. */
  @Override
  public ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf before, ByteBuf arrived) {
    letGo();
    ByteBuf all = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, before, arrived);
    decoding = all.retain();
    return all;
  }

  private void letGo() {
    if (decoding != null) {
      decoding.release();
      decoding = null;
    }
  }

  /**
   * Whether there are more behind the message that is being handed on. Empty lines, which some
   * clients send behind a body, count for nothing.
   */
  boolean follow() {
    return decoding != null && decoding.forEachByte(one -> one <= ' ') >= 0;
  }

  /** Whether any have come since this was asked before. */
  boolean haveCome() {
    boolean any = haveCome;
    haveCome = false;
    return any;
  }
}
