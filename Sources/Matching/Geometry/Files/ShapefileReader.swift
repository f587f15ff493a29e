import Subprocess
import SystemPackage

/// Reads zipped Shapefiles with GDAL's `ogr2ogr`, in a child process that can do no harm: GDAL has had its overflows, and
/// the file comes from anybody.
///
/// Only the parts that hold the ground are unpacked, here and within bounds, into a folder of their own under names of
/// ours. The child has a limit on memory, processor time, open files and written files (none), no settings but ours, no
/// drivers that could follow a reference elsewhere, and is killed when its time is up or the caller is cancelled.
package actor ShapefileReader {
    /// GDAL's tools are not there: `apt-get install gdal-bin`.
    package struct Missing: Error {}

    package static let shared = ShapefileReader()

    private static let cpu_seconds = 5
    /// By the clock: more, since a busy machine may let the child wait.
    private static let seconds = 20
    private static let memory = 512 << 20
    /// Text of 5,000 positions with all that GDAL writes around them.
    private static let output = 1 << 20
    private static let atOnce = 2

    private var running = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func read(_ zip: [UInt8], srid: Int?) async throws -> GivenGeometry {
        let parts = try ShapefileParts(zip: zip)
        guard srid != nil || parts.prj != nil else { throw GeometryRefusal(.file(.withoutSystem)) }
        let text = try await inTurn { try await Self.convert(parts) }
        let geometry = try GeoJSONReader.read(text, srid: srid, limit: Self.output).geometry
        // GDAL names the system where it recognizes the .prj.
        guard srid != nil || text.containsSystem else { throw GeometryRefusal(.file(.unknownSystem)) }
        return geometry
    }

    /// Each child may take half a gigabyte, so there are few of them; each ends in time, so nobody waits for long.
    private func inTurn(_ body: () async throws -> [UInt8]) async throws -> [UInt8] {
        if running == Self.atOnce {
            await withCheckedContinuation { waiting.append($0) }
        } else {
            running += 1
        }
        defer {
            if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
        }
        try Task.checkCancellation()
        return try await body()
    }

    /// The Shapefile as GeoJSON text.
    private static func convert(_ parts: ShapefileParts) async throws -> [UInt8] {
        let folder = try await ScratchFolder.make(
            ["area.shp": parts.shp, "area.shx": parts.shx, "area.prj": parts.prj])
        do {
            let text = try await withTimeLimit { try await run(in: folder.path) }
            await folder.remove()
            return text
        } catch {
            await folder.remove()
            throw error
        }
    }

    private static func withTimeLimit(_ body: @escaping @Sendable () async throws -> [UInt8]) async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask(operation: body)
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw GeometryRefusal(.file(.tookTooLong))
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }

    private static func run(in folder: FilePath) async throws -> [UInt8] {
        do {
            let result = try await Subprocess.run(
                .name("prlimit"), arguments: arguments, environment: .custom(environment), workingDirectory: folder,
                output: .bytes(limit: output), error: .discarded)
            switch result.terminationStatus {
            case .exited(0): return result.standardOutput
            case .exited(127): throw Missing()
            case .signaled(9), .signaled(24): throw GeometryRefusal(.file(.tookTooLong))
            default: throw GeometryRefusal(.file(.unreadableShapefile))
            }
        } catch let error as SubprocessError {
            if error.code == .outputLimitExceeded { throw GeometryRefusal(.tooManyVertices) }
            if error.code == .executableNotFound { throw Missing() }
            throw error
        }
    }

    private static var arguments: Arguments {
        [
            "--as=\(memory)", "--cpu=\(cpu_seconds)", "--fsize=0", "--nofile=64", "--core=0", "ogr2ogr",
            "-f", "GeoJSON", "-select", "", "-lco", "COORDINATE_PRECISION=9", "/vsistdout/", "area.shp",
        ]
    }

    private static let environment: [Environment.Key: String] = [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent",
        "GDAL_DRIVER_PATH": "disable", "GDAL_PAM_ENABLED": "NO", "GDAL_CACHEMAX": "16", "GDAL_NUM_THREADS": "1",
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none", "PROJ_NETWORK": "OFF",
        // Formats that are text which names other files or addresses.
        "OGR_SKIP": "OGR_VRT,VRT,HTTP,WFS,OAPIF,OGCAPI,CSW,GMLAS,GML,NAS,KML,LIBKML,ODBC,PGeo,PostgreSQL,MySQL,"
            + "MSSQLSpatial,Elasticsearch,Carto,AmigoCloud,PLSCENES,NGW,EEDA,GPSBabel,OGR_OGDI,SQLite,GPKG,CSV",
    ]
}

extension [UInt8] {
    /// Whether GDAL wrote a `crs` before the features.
    fileprivate var containsSystem: Bool {
        String(decoding: prefix(1000), as: UTF8.self).contains("\"crs\":")
    }
}
