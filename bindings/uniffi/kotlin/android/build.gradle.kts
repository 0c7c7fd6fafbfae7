// The Android library: the same Kotlin sources, Android's transport, and libdinhdanh_uniffi.so of each processor.
// Not built by this project's tests, which have no Android SDK; they compile IsoDepTransport against stand-ins.
plugins {
    id("com.android.library")
    kotlin("android")
}

android {
    namespace = "vn.dinhdanh.android"
    compileSdk = 35
    defaultConfig {
        minSdk = 24
        consumerProguardFiles("../src/main/resources/META-INF/proguard/dinhdanh.pro")
    }
    sourceSets["main"].kotlin.srcDirs(
        "src/main/kotlin",
        "../src/main/kotlin/vn/dinhdanh",
        "../target/generated/uniffi",
    )
    // src/main/jniLibs/arm64-v8a/libdinhdanh_uniffi.so and so on
}

// PC/SC is for computers.
kotlin.sourceSets["main"].kotlin.exclude("pcsc/**")

dependencies {
    api("net.java.dev.jna:jna:5.19.1@aar")
    api("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.11.0")
}
