// swift-tools-version:5.9
import PackageDescription

// For Apple's systems build-xcframework.sh makes DinhDanhFFI.xcframework; elsewhere the library is one of the system.
// Sources/DinhDanh/DinhDanh.swift is generated in both cases: by that script, or by test.sh.
#if os(macOS)
let library: Target = .binaryTarget(name: "DinhDanhFFI", path: "DinhDanhFFI.xcframework")
#else
let library: Target = .systemLibrary(name: "DinhDanhFFI")
#endif

let package = Package(
    name: "DinhDanh",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "DinhDanh", targets: ["DinhDanh"])],
    targets: [
        library,
        .target(name: "DinhDanh", dependencies: ["DinhDanhFFI"]),
        .executableTarget(name: "CheckIn", dependencies: ["DinhDanh"], path: "Examples/CheckIn"),
        .testTarget(name: "DinhDanhTests", dependencies: ["DinhDanh", "CheckIn"]),
    ],
    swiftLanguageVersions: [.v5]
)

// Only test.sh sets this: what is written for a phone is compiled against declarations of our own, and runs on a
// computer.
if Context.environment["DINHDANH_STAND_INS"] != nil {
    package.targets.append(.target(name: "CoreNFC", path: "Tests/CoreNFC"))
    for target in package.targets where ["DinhDanh", "DinhDanhTests"].contains(target.name) {
        target.dependencies.append("CoreNFC")
    }
}
