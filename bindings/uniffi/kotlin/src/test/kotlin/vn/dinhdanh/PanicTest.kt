package vn.dinhdanh

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class PanicTest {
    @Test
    fun aDefectOfTheLibraryIsAnException() {
        repeat(1_000) {
            val error = refused { plantedPanic() }
            assertTrue(error is DinhDanhException.Internal)
            assertEquals("internal", error.code)
            assertFalse("planted" in error.message.orEmpty())
            val other = assertThrows(InternalException::class.java) { plantedPanicWithoutError() }
            assertEquals("a defect of dinhdanh", other.message)
        }
        Given.readOnce()
    }
}
