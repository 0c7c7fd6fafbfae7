package vn.dinhdanh

import java.nio.ByteBuffer

/**
 * The bytes where native code can see them, for calls that take a picture. Frames of a camera are there already
 * (`image.planes[0].buffer`) and are not copied.
 */
public fun ByteArray.toDirectBuffer(): ByteBuffer = ByteBuffer.allocateDirect(size).put(this).flip()

/**
 * Reads every QR code in a PNG or JPEG file of at most [maxPixels] (50 million where not given).
 *
 * @throws DinhDanhException `picture-unreadable`, `picture-too-large`
 */
@Throws(DinhDanhException::class)
public fun readQr(pngOrJpeg: ByteArray, maxPixels: ULong? = null): List<QrCode> =
    readQr(pngOrJpeg.toDirectBuffer(), maxPixels)
