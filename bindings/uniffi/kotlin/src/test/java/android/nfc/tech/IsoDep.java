package android.nfc.tech;

import android.nfc.Tag;
import java.io.IOException;

/** As {@link Tag}; the card behind it is a function of the test. */
public final class IsoDep {
    /** What the next tag answers; null is no chip card. */
    public static Chip next;

    /** A chip of the test. */
    public interface Chip {
        byte[] transceive(byte[] command) throws IOException;
    }

    private final Chip chip;
    private int timeout;

    private IsoDep(Chip chip) {
        this.chip = chip;
    }

    public static IsoDep get(Tag tag) {
        return next == null ? null : new IsoDep(next);
    }

    public void connect() throws IOException {}

    public void close() throws IOException {}

    public int getTimeout() {
        return timeout;
    }

    public void setTimeout(int milliseconds) {
        timeout = milliseconds;
    }

    public boolean isExtendedLengthApduSupported() {
        return true;
    }

    public byte[] transceive(byte[] command) throws IOException {
        return chip.transceive(command);
    }
}
