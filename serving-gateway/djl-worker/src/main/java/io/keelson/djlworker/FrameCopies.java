package io.keelson.djlworker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

/**
 * Gives each frame of HTTP/2 (RFC 9113, section 4.1) a buffer of its own. What has come of a
 * message is kept in the buffers that it was read into: shared ones would stay for as long as any
 * frame in them is kept, however small, and take many times what {@link CallMemory} has counted.
 */
final class FrameCopies extends LengthFieldBasedFrameDecoder {
  /** "PRI * HTTP/2.0" and what belongs to it, before the first frame. */
  private static final int PREFACE_BYTES = 24;

  private static final int LENGTH_BYTES = 3;
  private static final int HEADER_BYTES = 9;

  /** What a server takes that has not asked for more. */
  private static final int MAX_PAYLOAD_BYTES = 16 << 10;

  private boolean begun;

  private FrameCopies() {
    super(HEADER_BYTES + MAX_PAYLOAD_BYTES, 0, LENGTH_BYTES, HEADER_BYTES - LENGTH_BYTES, 0);
  }

  /** For all connections that this channel will accept. */
  static <C extends ServerChannel> C on(C listening) {
    listening
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object accepted) {
                ((Channel) accepted).pipeline().addFirst(new FrameCopies());
                context.fireChannelRead(accepted);
              }
            });
    return listening;
  }

  @Override
  protected Object decode(ChannelHandlerContext context, ByteBuf in) throws Exception {
    if (begun) {
      return super.decode(context, in);
    }
    begun = in.readableBytes() >= PREFACE_BYTES;
    return begun ? in.readBytes(PREFACE_BYTES) : null;
  }

  @Override
  protected ByteBuf extractFrame(ChannelHandlerContext context, ByteBuf in, int index, int length) {
    return in.copy(index, length);
  }
}
