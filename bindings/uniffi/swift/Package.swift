// swift-tools-version:5.9
import PackageDescription

// build-xcframework.sh makes DinhDanhFFI.xcframework and Sources/DinhDanh/dinhdanh.swift.
let package = Package(
    name: "DinhDanh",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "DinhDanh", targets: ["DinhDanh"])],
    targets: [
        .binaryTarget(name: "DinhDanhFFI", path: "DinhDanhFFI.xcframework"),
        .target(name: "DinhDanh", dependencies: ["DinhDanhFFI"]),
    ],
    swiftLanguageVersions: [.v5]
)
