package io.keelson.serving.dataplane;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * How much memory a message takes at most once it is read and told as JSON, found by walking over
 * its fields without making any of them. Two bytes on the wire may be an object of a kilobyte, so
 * that no factor of the message's size would do.
 */
final class MessageWeight {
  /** A tensor or a parameter of an inference's answer, which is written as it is read. */
  static final int OF_TENSOR_BYTES = 512;

  /** An object of a JSON tree: the largest is that of a model's statistics, with all it names. */
  static final int OF_TREE_BYTES = 4 << 10;

  /** A string, a tensor that stays where it is, or the place of either in a list. */
  private static final int REFERENCE_BYTES = 64;

  /** A string as bytes and as text, or bytes in a buffer that grows. */
  private static final int COPIES = 4;

  /** A number in a list that grows, and in the buffer or the tree that it goes to. */
  private static final int NUMBER_COPIES = 5;

  private final CodedInputStream in;
  private final int messageBytes;

  private MessageWeight(CodedInputStream in, int messageBytes) {
    this.in = in;
    this.messageBytes = messageBytes;
  }

  /**
   * @param messageBytes what each message within it takes beside what its fields hold
   * @throws IOException when it is no message of proto3
   */
  static long of(CodedInputStream in, Descriptor type, int messageBytes) throws IOException {
    return new MessageWeight(in, messageBytes).walk(type, false);
  }

  private long walk(Descriptor type, boolean nested) throws IOException {
    long weight = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int wireType = WireFormat.getTagWireType(tag);
      FieldDescriptor field =
          known(type.findFieldByNumber(WireFormat.getTagFieldNumber(tag)), wireType);
      weight +=
          switch (wireType) {
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> delimited(field, nested);
            case WireFormat.WIRETYPE_VARINT,
                WireFormat.WIRETYPE_FIXED32,
                WireFormat.WIRETYPE_FIXED64 -> {
              in.skipField(tag);
              yield field == null ? messageBytes : number(field, 1);
            }
            default ->
                throw new InvalidProtocolBufferException("a group, which proto3 has none of");
          };
    }
    return weight;
  }

  /** Null for what the reader takes for a field that it does not know. */
  private static FieldDescriptor known(FieldDescriptor field, int wireType) {
    boolean fits =
        field != null
            && (wireType == field.getLiteType().getWireType()
                || field.isPackable() && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED);
    return fits ? field : null;
  }

  private long delimited(FieldDescriptor field, boolean nested) throws IOException {
    int length = in.readRawVarint32();
    if (field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      int outer = in.pushLimit(length);
      long weight = messageBytes + walk(field.getMessageType(), true);
      in.checkLastTagWas(0);
      in.popLimit(outer);
      return weight;
    }
    in.skipRawBytes(length);
    if (field == null) {
      return messageBytes; // kept, though nobody reads it
    }
    return switch (field.getJavaType()) {
      case STRING -> REFERENCE_BYTES + (long) COPIES * length;
      case BYTE_STRING -> REFERENCE_BYTES + (nested ? (long) COPIES * length : 0);
      default -> number(field, length / shortest(field));
    };
  }

  /** Of numbers without a fixed size, each takes a byte or more. */
  private static int shortest(FieldDescriptor field) {
    return switch (field.getType()) {
      case FLOAT, FIXED32, SFIXED32 -> Float.BYTES;
      case DOUBLE, FIXED64, SFIXED64 -> Double.BYTES;
      default -> 1;
    };
  }

  private static long number(FieldDescriptor field, int count) {
    if (!field.isRepeated()) {
      return 0;
    }
    int bytes =
        switch (field.getJavaType()) {
          case LONG, DOUBLE -> Long.BYTES;
          case BOOLEAN -> 1;
          default -> Integer.BYTES;
        };
    return (long) NUMBER_COPIES * bytes * count;
  }
}
