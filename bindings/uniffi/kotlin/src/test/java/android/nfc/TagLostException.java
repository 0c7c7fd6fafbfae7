package android.nfc;

import java.io.IOException;

/** As {@link Tag}. */
public class TagLostException extends IOException {}
