package io.keelson.djlworker;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;

/**
 * How much of the heap a request takes at most while it is read and made into tensors, found by
 * walking over its fields without making any of them. Two bytes on the wire may be an object of
 * half a kilobyte, so that no factor of the message's size would do.
 */
final class RequestWeight {
  private static final int MAX_BUFFER_BYTES = 4 << 10;

  /** A tensor, a parameter, or what is kept of a field that is none of the protocol's. */
  private static final int OBJECT_BYTES = 512;

  /** A string or bytes, and the place of either in a list. */
  private static final int REFERENCE_BYTES = 64;

  /** As it came, and in the tensor. */
  static final int COPIES = 2;

  /** Of a list that grows as it is read, or of text: as bytes and as characters of two bytes. */
  private static final int COPIES_OF_GROWING = 4;

  private final CodedInputStream in;

  private RequestWeight(InputStream message) throws IOException {
    this.in =
        CodedInputStream.newInstance(message, Math.clamp(message.available(), 1, MAX_BUFFER_BYTES));
  }

  /**
   * @throws IOException when it is no message of proto3
   */
  static long of(InputStream message, Descriptor type) throws IOException {
    return OBJECT_BYTES + new RequestWeight(message).walk(type);
  }

  private long walk(Descriptor type) throws IOException {
    long weight = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = known(type, tag);
      weight +=
          switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> delimited(field);
            case WireFormat.WIRETYPE_VARINT,
                WireFormat.WIRETYPE_FIXED32,
                WireFormat.WIRETYPE_FIXED64 -> {
              in.skipField(tag);
              yield field == null ? OBJECT_BYTES : numbers(field, 1, COPIES_OF_GROWING);
            }
            default ->
                throw new InvalidProtocolBufferException("a group, which proto3 has none of");
          };
    }
    return weight;
  }

  /** Null for what the reader takes for a field that it does not know. */
  private static FieldDescriptor known(Descriptor type, int tag) {
    FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
    int wireType = WireFormat.getTagWireType(tag);
    boolean fits =
        field != null
            && (wireType == field.getLiteType().getWireType()
                || field.isPackable() && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED);
    return fits ? field : null;
  }

  private long delimited(FieldDescriptor field) throws IOException {
    int length = in.readRawVarint32();
    if (field != null && field.getJavaType() == JavaType.MESSAGE) {
      int outer = in.pushLimit(length);
      long weight = OBJECT_BYTES + walk(field.getMessageType());
      in.checkLastTagWas(0);
      in.popLimit(outer);
      return weight;
    }
    in.skipRawBytes(length);
    if (field == null) {
      return OBJECT_BYTES + (long) COPIES * length;
    }
    return switch (field.getType()) {
      case STRING -> REFERENCE_BYTES + (long) COPIES_OF_GROWING * length;
      case BYTES -> REFERENCE_BYTES + (long) bytesCopies(field) * length;
      case FLOAT, FIXED32, SFIXED32 -> numbers(field, length / Float.BYTES, COPIES);
      case DOUBLE, FIXED64, SFIXED64 -> numbers(field, length / Double.BYTES, COPIES);
      default -> numbers(field, length, COPIES_OF_GROWING);
    };
  }

  /** Raw contents become one tensor, the bytes of typed ones texts. */
  private static int bytesCopies(FieldDescriptor field) {
    return field.getContainingType().getName().equals("InferTensorContents")
        ? COPIES_OF_GROWING
        : COPIES;
  }

  private static long numbers(FieldDescriptor field, int count, int copies) {
    if (!field.isRepeated()) {
      return 0;
    }
    int bytes =
        switch (field.getJavaType()) {
          case LONG, DOUBLE -> Long.BYTES;
          case BOOLEAN -> 1;
          default -> Integer.BYTES;
        };
    return (long) copies * bytes * count;
  }
}
