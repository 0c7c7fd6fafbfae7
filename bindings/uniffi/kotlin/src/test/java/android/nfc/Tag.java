package android.nfc;

/** Stands in for Android's class where no Android SDK is: what the transport uses of it. */
public final class Tag {}
