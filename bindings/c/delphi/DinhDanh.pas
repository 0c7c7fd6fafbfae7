{ Vietnamese identity documents, offline: the C library dinhdanh for Delphi and Free Pascal.

  Texts are UTF-8 (UTF8String); Delphi turns them into `string` by itself. Every failure is an EDinhDanh with the stable
  code. Objects are freed as usual with Free; each may be used from every thread, and must not be freed by one thread
  while another one is in a call of it. Functions whose name says Expose or Json and the values of TCitizen hand over a
  citizen's data; nothing else does, and messages of exceptions never.

  Put dinhdanh.dll (of the same bitness) beside the program. }
unit DinhDanh;

{$IFDEF FPC}
  {$MODE DELPHI}
  {$PACKRECORDS C}
  { Only this unit makes objects of what the library hands over: those constructors are private. }
  {$WARN 3018 OFF}
{$ELSE}
  {$ALIGN 8}
{$ENDIF}
{$MINENUMSIZE 4}

interface

uses
  SysUtils;

const
  { DD_ABI_VERSION of the header that this unit was written for. }
  DINHDANH_ABI = 1;
  { Room for one answer of a chip, in bytes. }
  DD_ANSWER_BYTES = 65538;
{$IFDEF MSWINDOWS}
  DINHDANH_LIBRARY = 'dinhdanh.dll';
{$ELSE}
  {$IFDEF FPC}
  DINHDANH_LIBRARY = 'dinhdanh';
  {$ELSE}
  DINHDANH_LIBRARY = 'libdinhdanh.so';
  {$ENDIF}
{$ENDIF}

type
  { What an error is about. }
  TErrorCategory = (ecNone, ecInput, ecCard, ecKey, ecLink, ecCaller, ecInternal);

  { Why a call failed. Its texts name what happened and where, never a value that was read: they may be logged. }
  EDinhDanh = class(Exception)
  private
    FCode, FPlace, FMessageVi, FMessageEn: UTF8String;
    FCategory: TErrorCategory;
    FRetryable: Boolean;
    FTransportClass: string;
  public
    { The stable code, such as `wrong-access-key`. }
    property Code: UTF8String read FCode;
    property Category: TErrorCategory read FCategory;
    { Whether the same call may succeed when it is simply made again with the card at rest. }
    property Retryable: Boolean read FRetryable;
    { The file, field, step or argument in which it happened; may be empty. }
    property Place: UTF8String read FPlace;
    property MessageVi: UTF8String read FMessageVi;
    property MessageEn: UTF8String read FMessageEn;
    { The class of what the program's own transport raised, if it did; nobody knows what its message says. }
    property TransportClass: string read FTransportClass;
  end;

  { Why a transport did not carry a command. }
  TTransportFailure = (tfNone, tfCardRemoved, tfTimeout, tfFailed, tfCancelled);

  { What a transport raises to say why it gave up. Anything else that it raises counts as tfFailed. }
  ETransport = class(Exception)
  private
    FFailure: TTransportFailure;
  public
    constructor Create(AFailure: TTransportFailure);
    property Failure: TTransportFailure read FFailure;
  end;

  TStage = (stConnecting, stOpening, stReading, stProvingChip, stDone);

  { How far a session has come. Total is 0 as long as unknown. }
  TProgress = record
    Stage: TStage;
    FileName: UTF8String;
    Read, Total: Cardinal;
  end;

  { A connection to one chip; see DinhDanhPcsc. }
  TCardTransport = class
  public
    { Sends a command APDU and gives the response APDU, status included. }
    function Transceive(const Command: TBytes): TBytes; virtual; abstract;
    { Told before every command what it is for, and once at the end, on the thread that reads. }
    procedure Progress(const Now: TProgress); virtual;
  end;

  TDDHandle = Pointer;

  { Owns an object of the library. }
  TNativeObject = class
  protected
    FHandle: TDDHandle;
  end;

  { What is known before a chip is read: at least one of CAN, MRZ and QR text. }
  TReadRequest = class(TNativeObject)
  public
    constructor Create;
    destructor Destroy; override;
    procedure Can(const Digits: UTF8String);
    procedure Mrz(const Lines: UTF8String);
    procedure Qr(const Payload: TBytes);
    procedure AllowBacAfterFailedPace;
    procedure LeavePortrait;
    { What the QR code lacked to derive a key, in Vietnamese, one line each. }
    function Missing: UTF8String;
  end;

  { What was read: evidence, not yet a judgement. }
  TCardReading = class(TNativeObject)
  private
    constructor Own(AHandle: TDDHandle);
  public
    { The files of a dump; Challenge: the 8 bytes that were sent to the chip, or nil. }
    constructor FromDump(const Json, Challenge: TBytes);
    destructor Destroy; override;
    { The same, held against the bytes of a QR code as well. }
    function WithQr(const Payload: TBytes): TCardReading;
    function ExposeDump: UTF8String;
    { The names of the files that were read, one line each. }
    function Files: UTF8String;
    { The picture as the chip gives it, not proven by being read; nil where there is none. }
    function ExposePortrait: TBytes;
  end;

  { The dialogue with one chip: Run over a transport, or NextCommand and OnResponse; then Reading. }
  TCardSession = class(TNativeObject)
  public
    { LongestAnswer: 256 bytes, or more where chip and reader take extended length. }
    constructor Create(Request: TReadRequest; LongestAnswer: NativeUInt = 256);
    destructor Destroy; override;
    { Reads the chip. Blocks: not for the thread of a window. }
    procedure Run(Transport: TCardTransport);
    { The command to send now; False when the session is over. }
    function NextCommand(out Command: TBytes): Boolean;
    procedure OnResponse(const Answer: TBytes);
    { From any thread: ends the session at its next step. A transport that blocks must be interrupted by the program. }
    procedure Cancel;
    function IsCancelled: Boolean;
    function Progress: TProgress;
    { Takes what was read, whole or as far as it came, and closes the session. The caller frees it. }
    function Reading: TCardReading;
    procedure Close;
  end;

  { A citizen as a document says; empty where it does not say. }
  TCitizen = class(TNativeObject)
  private
    constructor Own(AHandle: TDDHandle);
  public
    destructor Destroy; override;
    { Whether an authority that is trusted signed these data and nothing was changed. }
    function Proven: Boolean;
    function IdNumber: UTF8String;
    function OldIdNumber: UTF8String;
    function FullName: UTF8String;
    { YYYY-MM-DD, YYYY-MM or YYYY. }
    function DateOfBirth: UTF8String;
    { male, female or unspecified. }
    function Sex: UTF8String;
    function Nationality: UTF8String;
    function Address: UTF8String;
    function PlaceOfOrigin: UTF8String;
    function Issued: UTF8String;
    { ISO 8601, or `never`. }
    function Expires: UTF8String;
    function ExposeJson: UTF8String;
  end;

  { The answer about one document. There is no "ok": show what was refused, compare the assurance. }
  TVerification = class(TNativeObject)
  private
    constructor Own(AHandle: TDDHandle);
  public
    destructor Destroy; override;
    function MeetsPolicy: Boolean;
    { Printed, SignedUnanchored, IssuerSigned, NotCloned or HolderPresent. }
    function Assurance: UTF8String;
    { The checks that failed, one line each: check, tab, reason. }
    function Refusals: UTF8String;
    { The caller frees it. }
    function Citizen: TCitizen;
    { The picture where it is the one that the authority signed; else nil. }
    function ExposePortrait: TBytes;
    { The same answer once somebody compared the person with the picture. The caller frees it. }
    function WithHolder(Same: Boolean): TVerification;
    { Byte for byte the same in every language. }
    function ExposeJson: UTF8String;
  end;

  { Whom a program trusts and what it insists on. Load once, use for every card. }
  TVerifier = class(TNativeObject)
  public
    constructor CitizenCards;
    constructor TravelDocuments;
    { Cards of the simulator, and nothing else. }
    constructor TestCards;
    destructor Destroy; override;
    { Trusts a certificate, master list or revocation list; gives how many certificates are trusted now. }
    function Load(const TrustFile: TBytes): NativeUInt;
    { At a moment in Unix seconds, UTC. The caller frees the answer. }
    function Verify(Reading: TCardReading; At: Int64): TVerification;
  end;

  TQrCode = record
    { May be a citizen's data. }
    Payload: TBytes;
    { x and y of top left, top right, bottom right, bottom left, in pixels. }
    Corners: array[0..7] of Integer;
  end;
  TQrCodes = array of TQrCode;

  { Codes from the frames of a camera; MaxPixels 0 stands for 50 million. }
  TFrameScanner = class(TNativeObject)
  public
    constructor Create(MaxPixels: UInt64 = 0);
    destructor Destroy; override;
    function Grey(const Frame: TBytes; Width, Height, Stride: Cardinal): TQrCodes;
    function Rgba(const Frame: TBytes; Width, Height, Stride: Cardinal): TQrCodes;
    procedure Reset;
  end;

  { A login that a provider signed. }
  TLogin = class(TNativeObject)
  private
    constructor Own(AHandle: TDDHandle);
  public
    destructor Destroy; override;
    function Issuer: UTF8String;
    function Level: Integer;
    function ExposeSubject: UTF8String;
    function ExposeJson: UTF8String;
  end;

  { What an ID token must be. }
  TIdTokenCheck = class(TNativeObject)
  public
    constructor Create(const Issuer, ClientId: UTF8String; Now: Int64);
    destructor Destroy; override;
    procedure Nonce(const Value: UTF8String);
    procedure AccessToken(const Value: UTF8String);
    procedure RequiredLevel(Level: Byte);
    procedure MaxAge(Seconds: Cardinal);
    { With the keys of the provider (JWK set, JSON). The caller frees the login. }
    function Verify(const Token, Jwks: UTF8String): TLogin;
  end;

{ The version of the library. }
function DinhDanhVersion: UTF8String;
function PersonalNumberExposeJson(const Digits: UTF8String): UTF8String;
{ The number with its middle hidden, for screens and logs. }
function PersonalNumberMasked(const Digits: UTF8String): UTF8String;
function CardQrExposeJson(const Payload: TBytes): UTF8String;
{ The caller frees it. }
function CardQrCitizen(const Payload: TBytes): TCitizen;
{ At, in Unix seconds, decides the century. }
function MrzExposeJson(const Lines: UTF8String; At: Int64): UTF8String;
function MrzRecognisedExposeJson(const Text: UTF8String; At: Int64): UTF8String;
{ The caller frees it. }
function MrzCitizen(const Lines: UTF8String; At: Int64; out Consistent: Boolean): TCitizen;
{ Every error that there is, a line each: code, category, yes or no for whether it is retryable. }
function ErrorCodes: UTF8String;
function RepairScan(const Scanned: UTF8String): UTF8String;
function ReadQr(const PngOrJpeg: TBytes; MaxPixels: UInt64 = 0): TQrCodes;
function CheckStays(const Declarations: TBytes; At: Int64; InRemoteArea: Boolean): UTF8String;
function ForeignGuestsXml(const Declarations: TBytes; out LeftOut: UTF8String): TBytes;
function PortalWorkbook(const Template, Declarations: TBytes; out LeftOut: UTF8String): TBytes;
{$IFDEF DD_PLANTED_PANIC}
procedure PlantedPanic;
{$ENDIF}

implementation

type
  TDDBytes = record
    Data: PByte;
    Len: NativeUInt;
  end;

  TDDProgress = record
    Stage: Int32;
    Read, Total: UInt32;
    FileName: array[0..15] of AnsiChar;
  end;
  PDDProgress = ^TDDProgress;

  TDDTransceive = function(Context: Pointer; Command: PByte; CommandLen: NativeUInt; Answer: PByte;
    var AnswerLen: NativeUInt): Int32; cdecl;
  TDDOnProgress = procedure(Context: Pointer; Now: PDDProgress); cdecl;

function dd_abi_version: UInt32; cdecl; external DINHDANH_LIBRARY;
function dd_version: PAnsiChar; cdecl; external DINHDANH_LIBRARY;
{$IFDEF DD_PLANTED_PANIC}
function dd_planted_panic(out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
{$ENDIF}
procedure dd_bytes_free(var ABytes: TDDBytes); cdecl; external DINHDANH_LIBRARY;
function dd_citizen_proven(ACitizen: TDDHandle; out AProven: Int32; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_citizen_id_number(ACitizen: TDDHandle; out AText: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_citizen_old_id_number(ACitizen: TDDHandle; out AText: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_citizen_full_name(ACitizen: TDDHandle; out AText: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_citizen_date_of_birth(ACitizen: TDDHandle; out AText: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_citizen_sex(ACitizen: TDDHandle; out AText: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_citizen_nationality(ACitizen: TDDHandle; out AText: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_citizen_address(ACitizen: TDDHandle; out AText: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_citizen_place_of_origin(ACitizen: TDDHandle; out AText: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_citizen_issued(ACitizen: TDDHandle; out AText: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_citizen_expires(ACitizen: TDDHandle; out AText: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_citizen_expose_json(ACitizen: TDDHandle; out AJson: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
procedure dd_citizen_free(ACitizen: TDDHandle); cdecl; external DINHDANH_LIBRARY;
function dd_error_code(AError: TDDHandle): PAnsiChar; cdecl; external DINHDANH_LIBRARY;
function dd_error_category(AError: TDDHandle): PAnsiChar; cdecl; external DINHDANH_LIBRARY;
function dd_error_place(AError: TDDHandle): PAnsiChar; cdecl; external DINHDANH_LIBRARY;
function dd_error_message_vi(AError: TDDHandle): PAnsiChar; cdecl; external DINHDANH_LIBRARY;
function dd_error_message_en(AError: TDDHandle): PAnsiChar; cdecl; external DINHDANH_LIBRARY;
function dd_error_retryable(AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_error_codes(out ACodes: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
procedure dd_error_free(AError: TDDHandle); cdecl; external DINHDANH_LIBRARY;
function dd_id_token_check_new(AIssuer: PAnsiChar; AIssuerLen: NativeUInt; AClientId: PAnsiChar; AClientIdLen: NativeUInt; ANow: Int64; out ACheck: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_id_token_check_nonce(ACheck: TDDHandle; ANonce: PAnsiChar; ANonceLen: NativeUInt; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_id_token_check_access_token(ACheck: TDDHandle; AAccessToken: PAnsiChar; AAccessTokenLen: NativeUInt; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_id_token_check_required_level(ACheck: TDDHandle; ALevel: Byte; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_id_token_check_max_age(ACheck: TDDHandle; ASeconds: UInt32; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_id_token_check_verify(ACheck: TDDHandle; AToken: PAnsiChar; ATokenLen: NativeUInt; AJwks: PAnsiChar; AJwksLen: NativeUInt; out ALogin: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
procedure dd_id_token_check_free(ACheck: TDDHandle); cdecl; external DINHDANH_LIBRARY;
function dd_login_issuer(ALogin: TDDHandle; out AIssuer: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_login_expose_subject(ALogin: TDDHandle; out ASubject: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_login_level(ALogin: TDDHandle; out ALevel: Int32; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_login_expose_json(ALogin: TDDHandle; out AJson: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
procedure dd_login_free(ALogin: TDDHandle); cdecl; external DINHDANH_LIBRARY;
function dd_read_qr(APngOrJpeg: PByte; APngOrJpegLen: NativeUInt; AMaxPixels: UInt64; out ACodes: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_qr_codes_count(ACodes: TDDHandle; out ACount: NativeUInt; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_qr_codes_expose_payload(ACodes: TDDHandle; AIndex: NativeUInt; out APayload: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_qr_codes_corners(ACodes: TDDHandle; AIndex: NativeUInt; AXY: PInteger; AXYLen: NativeUInt; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
procedure dd_qr_codes_free(ACodes: TDDHandle); cdecl; external DINHDANH_LIBRARY;
function dd_frame_scanner_new(AMaxPixels: UInt64; out AScanner: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_frame_scanner_grey(AScanner: TDDHandle; AFrame: PByte; AFrameLen: NativeUInt; AWidth: UInt32; AHeight: UInt32; AStride: UInt32; out ACodes: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_frame_scanner_rgba(AScanner: TDDHandle; AFrame: PByte; AFrameLen: NativeUInt; AWidth: UInt32; AHeight: UInt32; AStride: UInt32; out ACodes: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_frame_scanner_reset(AScanner: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
procedure dd_frame_scanner_free(AScanner: TDDHandle); cdecl; external DINHDANH_LIBRARY;
function dd_personal_number_expose_json(ADigits: PAnsiChar; ADigitsLen: NativeUInt; out AJson: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_personal_number_masked(ADigits: PAnsiChar; ADigitsLen: NativeUInt; out AMasked: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_card_qr_expose_json(APayload: PByte; APayloadLen: NativeUInt; out AJson: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_card_qr_citizen(APayload: PByte; APayloadLen: NativeUInt; out ACitizen: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_mrz_expose_json(ALines: PAnsiChar; ALinesLen: NativeUInt; AAt: Int64; out AJson: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_mrz_recognised_expose_json(ARecognised: PAnsiChar; ARecognisedLen: NativeUInt; AAt: Int64; out AJson: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_mrz_citizen(ALines: PAnsiChar; ALinesLen: NativeUInt; AAt: Int64; out ACitizen: TDDHandle; out AConsistent: Int32; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_repair_scan(AScanned: PAnsiChar; AScannedLen: NativeUInt; out AJson: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_request_new(out ARequest: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_request_can(ARequest: TDDHandle; ADigits: PAnsiChar; ADigitsLen: NativeUInt; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_request_mrz(ARequest: TDDHandle; ALines: PAnsiChar; ALinesLen: NativeUInt; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_request_qr(ARequest: TDDHandle; APayload: PByte; APayloadLen: NativeUInt; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_request_allow_bac_after_failed_pace(ARequest: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_request_leave_portrait(ARequest: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_request_missing(ARequest: TDDHandle; out ALines: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
procedure dd_request_free(ARequest: TDDHandle); cdecl; external DINHDANH_LIBRARY;
function dd_session_new(ARequest: TDDHandle; ALongestAnswer: NativeUInt; out ASession: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_session_run(ASession: TDDHandle; ATransceive: TDDTransceive; AProgress: TDDOnProgress; AContext: Pointer; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_session_next_command(ASession: TDDHandle; out ACommand: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_session_on_response(ASession: TDDHandle; AAnswer: PByte; AAnswerLen: NativeUInt; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_session_cancel(ASession: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_session_is_cancelled(ASession: TDDHandle; out ACancelled: Int32; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_session_progress(ASession: TDDHandle; out AProgress: TDDProgress; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_session_reading(ASession: TDDHandle; out AReading: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_session_close(ASession: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
procedure dd_session_free(ASession: TDDHandle); cdecl; external DINHDANH_LIBRARY;
function dd_reading_from_dump(AJson: PByte; AJsonLen: NativeUInt; AChallenge: PByte; AChallengeLen: NativeUInt; out AReading: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_reading_with_qr(AReading: TDDHandle; APayload: PByte; APayloadLen: NativeUInt; out AWithQr: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_reading_expose_dump(AReading: TDDHandle; out AJson: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_reading_files(AReading: TDDHandle; out ALines: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_reading_expose_portrait(AReading: TDDHandle; out APicture: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
procedure dd_reading_free(AReading: TDDHandle); cdecl; external DINHDANH_LIBRARY;
function dd_check_stays(ADeclarations: PByte; ADeclarationsLen: NativeUInt; AAt: Int64; AInRemoteArea: Int32; out AJson: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_foreign_guests_xml(ADeclarations: PByte; ADeclarationsLen: NativeUInt; out AXml: TDDBytes; out ALeftOut: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_portal_workbook(ATemplateFile: PByte; ATemplateFileLen: NativeUInt; ADeclarations: PByte; ADeclarationsLen: NativeUInt; out AWorkbook: TDDBytes; out ALeftOut: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_verifier_citizen_cards(out AVerifier: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_verifier_travel_documents(out AVerifier: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_verifier_test_cards(out AVerifier: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_verifier_load(AVerifier: TDDHandle; AFile: PByte; AFileLen: NativeUInt; out ATrusted: NativeUInt; out ARevocationLists: NativeUInt; out ASkipped: NativeUInt; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_verifier_verify(AVerifier: TDDHandle; AReading: TDDHandle; AAt: Int64; out AVerification: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
procedure dd_verifier_free(AVerifier: TDDHandle); cdecl; external DINHDANH_LIBRARY;
function dd_verification_meets_policy(AVerification: TDDHandle; out AMeets: Int32; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_verification_assurance(AVerification: TDDHandle; out AWord: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_verification_refusals(AVerification: TDDHandle; out ALines: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_verification_citizen(AVerification: TDDHandle; out ACitizen: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_verification_expose_portrait(AVerification: TDDHandle; out APicture: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_verification_with_holder(AVerification: TDDHandle; ASame: Int32; out AWithHolder: TDDHandle; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
function dd_verification_expose_json(AVerification: TDDHandle; out AJson: TDDBytes; out AError: TDDHandle): Int32; cdecl; external DINHDANH_LIBRARY;
procedure dd_verification_free(AVerification: TDDHandle); cdecl; external DINHDANH_LIBRARY;

{ --- errors and bytes --- }

{ A text of the library, byte for byte: a cast would take it for one in the code page of the system. }
function Constant(Text: PAnsiChar): UTF8String;
var
  Len: Integer;
begin
  Len := 0;
  while Text[Len] <> #0 do
    Inc(Len);
  SetString(Result, Text, Len);
end;

procedure Check(Status: Int32; Error: TDDHandle);
var
  Failed: EDinhDanh;
begin
  if Status = 0 then
    Exit;
  Failed := EDinhDanh.Create(string('[' + Constant(dd_error_code(Error)) + '] ' + Constant(dd_error_message_en(Error))));
  Failed.FCode := Constant(dd_error_code(Error));
  Failed.FPlace := Constant(dd_error_place(Error));
  Failed.FMessageVi := Constant(dd_error_message_vi(Error));
  Failed.FMessageEn := Constant(dd_error_message_en(Error));
  Failed.FCategory := TErrorCategory(Status);
  Failed.FRetryable := dd_error_retryable(Error) <> 0;
  dd_error_free(Error);
  raise Failed;
end;

{ Copies the library's bytes and gives them back to it. }
function Take(var Bytes: TDDBytes): TBytes;
begin
  Result := nil;
  try
    SetLength(Result, Bytes.Len);
    if Bytes.Len > 0 then
      Move(Bytes.Data^, Result[0], Bytes.Len);
  finally
    dd_bytes_free(Bytes);
  end;
end;

function TakeText(var Bytes: TDDBytes): UTF8String;
begin
  Result := '';
  try
    if Bytes.Len > 0 then
      SetString(Result, PAnsiChar(Bytes.Data), Bytes.Len);
  finally
    dd_bytes_free(Bytes);
  end;
end;

const
  Nothing: Byte = 0;

{ The address of bytes; an empty array has one as well. }
function At0(const Bytes: TBytes): PByte;
begin
  if Length(Bytes) = 0 then
    Result := @Nothing
  else
    Result := @Bytes[0];
end;

type
  TFillsFrom = function(AHandle: TDDHandle; out ABytes: TDDBytes; out AError: TDDHandle): Int32; cdecl;

function TextOf(Fill: TFillsFrom; Handle: TDDHandle): UTF8String;
var
  Bytes: TDDBytes;
  Error: TDDHandle;
begin
  Check(Fill(Handle, Bytes, Error), Error);
  Result := TakeText(Bytes);
end;

function BytesOf(Fill: TFillsFrom; Handle: TDDHandle): TBytes;
var
  Bytes: TDDBytes;
  Error: TDDHandle;
begin
  Check(Fill(Handle, Bytes, Error), Error);
  Result := Take(Bytes);
end;

type
  TTruth = function(AHandle: TDDHandle; out AValue: Int32; out AError: TDDHandle): Int32; cdecl;

function NumberOf(Fill: TTruth; Handle: TDDHandle): Int32;
var
  Error: TDDHandle;
begin
  Check(Fill(Handle, Result, Error), Error);
end;

function FromNative(const Now: TDDProgress): TProgress;
begin
  Result.Stage := TStage(Now.Stage);
  Result.FileName := Constant(PAnsiChar(@Now.FileName[0]));
  Result.Read := Now.Read;
  Result.Total := Now.Total;
end;

constructor ETransport.Create(AFailure: TTransportFailure);
begin
  inherited Create('the transport gave up');
  FFailure := AFailure;
end;

procedure TCardTransport.Progress(const Now: TProgress);
begin
end;

{ --- what is known before --- }

constructor TReadRequest.Create;
var
  Error: TDDHandle;
begin
  inherited Create;
  Check(dd_request_new(FHandle, Error), Error);
end;

destructor TReadRequest.Destroy;
begin
  dd_request_free(FHandle);
  inherited;
end;

procedure TReadRequest.Can(const Digits: UTF8String);
var
  Error: TDDHandle;
begin
  Check(dd_request_can(FHandle, PAnsiChar(Digits), Length(Digits), Error), Error);
end;

procedure TReadRequest.Mrz(const Lines: UTF8String);
var
  Error: TDDHandle;
begin
  Check(dd_request_mrz(FHandle, PAnsiChar(Lines), Length(Lines), Error), Error);
end;

procedure TReadRequest.Qr(const Payload: TBytes);
var
  Error: TDDHandle;
begin
  Check(dd_request_qr(FHandle, At0(Payload), Length(Payload), Error), Error);
end;

procedure TReadRequest.AllowBacAfterFailedPace;
var
  Error: TDDHandle;
begin
  Check(dd_request_allow_bac_after_failed_pace(FHandle, Error), Error);
end;

procedure TReadRequest.LeavePortrait;
var
  Error: TDDHandle;
begin
  Check(dd_request_leave_portrait(FHandle, Error), Error);
end;

function TReadRequest.Missing: UTF8String;
begin
  Result := TextOf(dd_request_missing, FHandle);
end;

{ --- reading --- }

type
  { What a callback finds behind its context. }
  TRunning = record
    Transport: TCardTransport;
    RaisedClass: string;
  end;
  PRunning = ^TRunning;

{ No exception leaves a callback: its class is noted, and EDinhDanh is raised above the library. }
function TransceiveOver(Context: Pointer; Command: PByte; CommandLen: NativeUInt; Answer: PByte;
  var AnswerLen: NativeUInt): Int32; cdecl;
var
  Running: PRunning;
  Sent, Got: TBytes;
begin
  Running := PRunning(Context);
  Result := Ord(tfFailed);
  if Running^.RaisedClass <> '' then
    Exit;
  try
    Sent := nil;
    SetLength(Sent, CommandLen);
    if CommandLen > 0 then
      Move(Command^, Sent[0], CommandLen);
    Got := Running^.Transport.Transceive(Sent);
    if NativeUInt(Length(Got)) > AnswerLen then
      Exit;
    if Length(Got) > 0 then
      Move(Got[0], Answer^, Length(Got));
    AnswerLen := Length(Got);
    Result := 0;
  except
    on Gone: ETransport do
    begin
      Running^.RaisedClass := Gone.ClassName;
      Result := Ord(Gone.Failure);
      if Result = Ord(tfNone) then
        Result := Ord(tfFailed);
    end;
    on Any: TObject do
      Running^.RaisedClass := Any.ClassName;
  end;
end;

procedure ProgressOver(Context: Pointer; Now: PDDProgress); cdecl;
var
  Running: PRunning;
begin
  Running := PRunning(Context);
  if Running^.RaisedClass <> '' then
    Exit;
  try
    Running^.Transport.Progress(FromNative(Now^));
  except
    on Any: TObject do
      Running^.RaisedClass := Any.ClassName;
  end;
end;

constructor TCardSession.Create(Request: TReadRequest; LongestAnswer: NativeUInt);
var
  Error, Known: TDDHandle;
begin
  inherited Create;
  Known := nil;
  if Request <> nil then
    Known := Request.FHandle;
  Check(dd_session_new(Known, LongestAnswer, FHandle, Error), Error);
end;

destructor TCardSession.Destroy;
begin
  dd_session_free(FHandle);
  inherited;
end;

procedure TCardSession.Run(Transport: TCardTransport);
var
  Running: TRunning;
  Error: TDDHandle;
  Status: Int32;
begin
  Running.Transport := Transport;
  Running.RaisedClass := '';
  if Transport = nil then
    Status := dd_session_run(FHandle, nil, nil, nil, Error)
  else
    Status := dd_session_run(FHandle, TransceiveOver, ProgressOver, @Running, Error);
  try
    Check(Status, Error);
  except
    on Failed: EDinhDanh do
    begin
      Failed.FTransportClass := Running.RaisedClass;
      raise;
    end;
  end;
end;

function TCardSession.NextCommand(out Command: TBytes): Boolean;
var
  Bytes: TDDBytes;
  Error: TDDHandle;
begin
  Command := nil;
  Check(dd_session_next_command(FHandle, Bytes, Error), Error);
  Result := Bytes.Data <> nil;
  Command := Take(Bytes);
end;

procedure TCardSession.OnResponse(const Answer: TBytes);
var
  Error: TDDHandle;
begin
  Check(dd_session_on_response(FHandle, At0(Answer), Length(Answer), Error), Error);
end;

procedure TCardSession.Cancel;
var
  Error: TDDHandle;
begin
  Check(dd_session_cancel(FHandle, Error), Error);
end;

function TCardSession.IsCancelled: Boolean;
begin
  Result := NumberOf(dd_session_is_cancelled, FHandle) = 1;
end;

function TCardSession.Progress: TProgress;
var
  Now: TDDProgress;
  Error: TDDHandle;
begin
  Check(dd_session_progress(FHandle, Now, Error), Error);
  Result := FromNative(Now);
end;

function TCardSession.Reading: TCardReading;
var
  Read, Error: TDDHandle;
begin
  Check(dd_session_reading(FHandle, Read, Error), Error);
  Result := TCardReading.Own(Read);
end;

procedure TCardSession.Close;
var
  Error: TDDHandle;
begin
  Check(dd_session_close(FHandle, Error), Error);
end;

constructor TCardReading.Own(AHandle: TDDHandle);
begin
  inherited Create;
  FHandle := AHandle;
end;

constructor TCardReading.FromDump(const Json, Challenge: TBytes);
var
  Error: TDDHandle;
  Sent: PByte;
begin
  inherited Create;
  Sent := nil;
  if Length(Challenge) > 0 then
    Sent := @Challenge[0];
  Check(dd_reading_from_dump(At0(Json), Length(Json), Sent, Length(Challenge), FHandle, Error), Error);
end;

destructor TCardReading.Destroy;
begin
  dd_reading_free(FHandle);
  inherited;
end;

function TCardReading.WithQr(const Payload: TBytes): TCardReading;
var
  Made, Error: TDDHandle;
begin
  Check(dd_reading_with_qr(FHandle, At0(Payload), Length(Payload), Made, Error), Error);
  Result := TCardReading.Own(Made);
end;

function TCardReading.ExposeDump: UTF8String;
begin
  Result := TextOf(dd_reading_expose_dump, FHandle);
end;

function TCardReading.Files: UTF8String;
begin
  Result := TextOf(dd_reading_files, FHandle);
end;

function TCardReading.ExposePortrait: TBytes;
begin
  Result := BytesOf(dd_reading_expose_portrait, FHandle);
end;

{ --- judging --- }

constructor TVerifier.CitizenCards;
var
  Error: TDDHandle;
begin
  inherited Create;
  Check(dd_verifier_citizen_cards(FHandle, Error), Error);
end;

constructor TVerifier.TravelDocuments;
var
  Error: TDDHandle;
begin
  inherited Create;
  Check(dd_verifier_travel_documents(FHandle, Error), Error);
end;

constructor TVerifier.TestCards;
var
  Error: TDDHandle;
begin
  inherited Create;
  Check(dd_verifier_test_cards(FHandle, Error), Error);
end;

destructor TVerifier.Destroy;
begin
  dd_verifier_free(FHandle);
  inherited;
end;

function TVerifier.Load(const TrustFile: TBytes): NativeUInt;
var
  Lists, Skipped: NativeUInt;
  Error: TDDHandle;
begin
  Check(dd_verifier_load(FHandle, At0(TrustFile), Length(TrustFile), Result, Lists, Skipped, Error), Error);
end;

function TVerifier.Verify(Reading: TCardReading; At: Int64): TVerification;
var
  Read, Made, Error: TDDHandle;
begin
  Read := nil;
  if Reading <> nil then
    Read := Reading.FHandle;
  Check(dd_verifier_verify(FHandle, Read, At, Made, Error), Error);
  Result := TVerification.Own(Made);
end;

constructor TVerification.Own(AHandle: TDDHandle);
begin
  inherited Create;
  FHandle := AHandle;
end;

destructor TVerification.Destroy;
begin
  dd_verification_free(FHandle);
  inherited;
end;

function TVerification.MeetsPolicy: Boolean;
begin
  Result := NumberOf(dd_verification_meets_policy, FHandle) = 1;
end;

function TVerification.Assurance: UTF8String;
begin
  Result := TextOf(dd_verification_assurance, FHandle);
end;

function TVerification.Refusals: UTF8String;
begin
  Result := TextOf(dd_verification_refusals, FHandle);
end;

function TVerification.Citizen: TCitizen;
var
  Made, Error: TDDHandle;
begin
  Check(dd_verification_citizen(FHandle, Made, Error), Error);
  Result := TCitizen.Own(Made);
end;

function TVerification.ExposePortrait: TBytes;
begin
  Result := BytesOf(dd_verification_expose_portrait, FHandle);
end;

function TVerification.WithHolder(Same: Boolean): TVerification;
var
  Made, Error: TDDHandle;
begin
  Check(dd_verification_with_holder(FHandle, Ord(Same), Made, Error), Error);
  Result := TVerification.Own(Made);
end;

function TVerification.ExposeJson: UTF8String;
begin
  Result := TextOf(dd_verification_expose_json, FHandle);
end;

constructor TCitizen.Own(AHandle: TDDHandle);
begin
  inherited Create;
  FHandle := AHandle;
end;

destructor TCitizen.Destroy;
begin
  dd_citizen_free(FHandle);
  inherited;
end;

function TCitizen.Proven: Boolean;
begin
  Result := NumberOf(dd_citizen_proven, FHandle) = 1;
end;

function TCitizen.IdNumber: UTF8String;
begin
  Result := TextOf(dd_citizen_id_number, FHandle);
end;

function TCitizen.OldIdNumber: UTF8String;
begin
  Result := TextOf(dd_citizen_old_id_number, FHandle);
end;

function TCitizen.FullName: UTF8String;
begin
  Result := TextOf(dd_citizen_full_name, FHandle);
end;

function TCitizen.DateOfBirth: UTF8String;
begin
  Result := TextOf(dd_citizen_date_of_birth, FHandle);
end;

function TCitizen.Sex: UTF8String;
begin
  Result := TextOf(dd_citizen_sex, FHandle);
end;

function TCitizen.Nationality: UTF8String;
begin
  Result := TextOf(dd_citizen_nationality, FHandle);
end;

function TCitizen.Address: UTF8String;
begin
  Result := TextOf(dd_citizen_address, FHandle);
end;

function TCitizen.PlaceOfOrigin: UTF8String;
begin
  Result := TextOf(dd_citizen_place_of_origin, FHandle);
end;

function TCitizen.Issued: UTF8String;
begin
  Result := TextOf(dd_citizen_issued, FHandle);
end;

function TCitizen.Expires: UTF8String;
begin
  Result := TextOf(dd_citizen_expires, FHandle);
end;

function TCitizen.ExposeJson: UTF8String;
begin
  Result := TextOf(dd_citizen_expose_json, FHandle);
end;

{ --- pictures --- }

function TakeCodes(Codes: TDDHandle): TQrCodes;
var
  Count, I: NativeUInt;
  Bytes: TDDBytes;
  Error: TDDHandle;
begin
  Result := nil;
  try
    Check(dd_qr_codes_count(Codes, Count, Error), Error);
    SetLength(Result, Count);
    I := 0;
    while I < Count do
    begin
      Check(dd_qr_codes_expose_payload(Codes, I, Bytes, Error), Error);
      Result[I].Payload := Take(Bytes);
      Check(dd_qr_codes_corners(Codes, I, @Result[I].Corners[0], 8, Error), Error);
      Inc(I);
    end;
  finally
    dd_qr_codes_free(Codes);
  end;
end;

function ReadQr(const PngOrJpeg: TBytes; MaxPixels: UInt64): TQrCodes;
var
  Codes, Error: TDDHandle;
begin
  Check(dd_read_qr(At0(PngOrJpeg), Length(PngOrJpeg), MaxPixels, Codes, Error), Error);
  Result := TakeCodes(Codes);
end;

constructor TFrameScanner.Create(MaxPixels: UInt64);
var
  Error: TDDHandle;
begin
  inherited Create;
  Check(dd_frame_scanner_new(MaxPixels, FHandle, Error), Error);
end;

destructor TFrameScanner.Destroy;
begin
  dd_frame_scanner_free(FHandle);
  inherited;
end;

function TFrameScanner.Grey(const Frame: TBytes; Width, Height, Stride: Cardinal): TQrCodes;
var
  Codes, Error: TDDHandle;
begin
  Check(dd_frame_scanner_grey(FHandle, At0(Frame), Length(Frame), Width, Height, Stride, Codes, Error), Error);
  Result := TakeCodes(Codes);
end;

function TFrameScanner.Rgba(const Frame: TBytes; Width, Height, Stride: Cardinal): TQrCodes;
var
  Codes, Error: TDDHandle;
begin
  Check(dd_frame_scanner_rgba(FHandle, At0(Frame), Length(Frame), Width, Height, Stride, Codes, Error), Error);
  Result := TakeCodes(Codes);
end;

procedure TFrameScanner.Reset;
var
  Error: TDDHandle;
begin
  Check(dd_frame_scanner_reset(FHandle, Error), Error);
end;

{ --- logins --- }

constructor TIdTokenCheck.Create(const Issuer, ClientId: UTF8String; Now: Int64);
var
  Error: TDDHandle;
begin
  inherited Create;
  Check(dd_id_token_check_new(PAnsiChar(Issuer), Length(Issuer), PAnsiChar(ClientId), Length(ClientId), Now, FHandle,
    Error), Error);
end;

destructor TIdTokenCheck.Destroy;
begin
  dd_id_token_check_free(FHandle);
  inherited;
end;

procedure TIdTokenCheck.Nonce(const Value: UTF8String);
var
  Error: TDDHandle;
begin
  Check(dd_id_token_check_nonce(FHandle, PAnsiChar(Value), Length(Value), Error), Error);
end;

procedure TIdTokenCheck.AccessToken(const Value: UTF8String);
var
  Error: TDDHandle;
begin
  Check(dd_id_token_check_access_token(FHandle, PAnsiChar(Value), Length(Value), Error), Error);
end;

procedure TIdTokenCheck.RequiredLevel(Level: Byte);
var
  Error: TDDHandle;
begin
  Check(dd_id_token_check_required_level(FHandle, Level, Error), Error);
end;

procedure TIdTokenCheck.MaxAge(Seconds: Cardinal);
var
  Error: TDDHandle;
begin
  Check(dd_id_token_check_max_age(FHandle, Seconds, Error), Error);
end;

function TIdTokenCheck.Verify(const Token, Jwks: UTF8String): TLogin;
var
  Made, Error: TDDHandle;
begin
  Check(dd_id_token_check_verify(FHandle, PAnsiChar(Token), Length(Token), PAnsiChar(Jwks), Length(Jwks), Made, Error),
    Error);
  Result := TLogin.Own(Made);
end;

constructor TLogin.Own(AHandle: TDDHandle);
begin
  inherited Create;
  FHandle := AHandle;
end;

destructor TLogin.Destroy;
begin
  dd_login_free(FHandle);
  inherited;
end;

function TLogin.Issuer: UTF8String;
begin
  Result := TextOf(dd_login_issuer, FHandle);
end;

function TLogin.Level: Integer;
begin
  Result := NumberOf(dd_login_level, FHandle);
end;

function TLogin.ExposeSubject: UTF8String;
begin
  Result := TextOf(dd_login_expose_subject, FHandle);
end;

function TLogin.ExposeJson: UTF8String;
begin
  Result := TextOf(dd_login_expose_json, FHandle);
end;

{ --- calls without an object --- }

function DinhDanhVersion: UTF8String;
begin
  Result := Constant(dd_version());
end;

function PersonalNumberExposeJson(const Digits: UTF8String): UTF8String;
var
  Bytes: TDDBytes;
  Error: TDDHandle;
begin
  Check(dd_personal_number_expose_json(PAnsiChar(Digits), Length(Digits), Bytes, Error), Error);
  Result := TakeText(Bytes);
end;

function PersonalNumberMasked(const Digits: UTF8String): UTF8String;
var
  Bytes: TDDBytes;
  Error: TDDHandle;
begin
  Check(dd_personal_number_masked(PAnsiChar(Digits), Length(Digits), Bytes, Error), Error);
  Result := TakeText(Bytes);
end;

function CardQrExposeJson(const Payload: TBytes): UTF8String;
var
  Bytes: TDDBytes;
  Error: TDDHandle;
begin
  Check(dd_card_qr_expose_json(At0(Payload), Length(Payload), Bytes, Error), Error);
  Result := TakeText(Bytes);
end;

function CardQrCitizen(const Payload: TBytes): TCitizen;
var
  Made, Error: TDDHandle;
begin
  Check(dd_card_qr_citizen(At0(Payload), Length(Payload), Made, Error), Error);
  Result := TCitizen.Own(Made);
end;

function MrzExposeJson(const Lines: UTF8String; At: Int64): UTF8String;
var
  Bytes: TDDBytes;
  Error: TDDHandle;
begin
  Check(dd_mrz_expose_json(PAnsiChar(Lines), Length(Lines), At, Bytes, Error), Error);
  Result := TakeText(Bytes);
end;

function MrzRecognisedExposeJson(const Text: UTF8String; At: Int64): UTF8String;
var
  Bytes: TDDBytes;
  Error: TDDHandle;
begin
  Check(dd_mrz_recognised_expose_json(PAnsiChar(Text), Length(Text), At, Bytes, Error), Error);
  Result := TakeText(Bytes);
end;

function MrzCitizen(const Lines: UTF8String; At: Int64; out Consistent: Boolean): TCitizen;
var
  Made, Error: TDDHandle;
  Holds: Int32;
begin
  Consistent := False;
  Check(dd_mrz_citizen(PAnsiChar(Lines), Length(Lines), At, Made, Holds, Error), Error);
  Consistent := Holds = 1;
  Result := TCitizen.Own(Made);
end;

function ErrorCodes: UTF8String;
var
  Bytes: TDDBytes;
  Error: TDDHandle;
begin
  Check(dd_error_codes(Bytes, Error), Error);
  Result := TakeText(Bytes);
end;

function RepairScan(const Scanned: UTF8String): UTF8String;
var
  Bytes: TDDBytes;
  Error: TDDHandle;
begin
  Check(dd_repair_scan(PAnsiChar(Scanned), Length(Scanned), Bytes, Error), Error);
  Result := TakeText(Bytes);
end;

function CheckStays(const Declarations: TBytes; At: Int64; InRemoteArea: Boolean): UTF8String;
var
  Bytes: TDDBytes;
  Error: TDDHandle;
begin
  Check(dd_check_stays(At0(Declarations), Length(Declarations), At, Ord(InRemoteArea), Bytes, Error), Error);
  Result := TakeText(Bytes);
end;

function ForeignGuestsXml(const Declarations: TBytes; out LeftOut: UTF8String): TBytes;
var
  Xml, Rest: TDDBytes;
  Error: TDDHandle;
begin
  LeftOut := '';
  Check(dd_foreign_guests_xml(At0(Declarations), Length(Declarations), Xml, Rest, Error), Error);
  Result := Take(Xml);
  LeftOut := TakeText(Rest);
end;

function PortalWorkbook(const Template, Declarations: TBytes; out LeftOut: UTF8String): TBytes;
var
  Workbook, Rest: TDDBytes;
  Error: TDDHandle;
begin
  LeftOut := '';
  Check(dd_portal_workbook(At0(Template), Length(Template), At0(Declarations), Length(Declarations), Workbook, Rest,
    Error), Error);
  Result := Take(Workbook);
  LeftOut := TakeText(Rest);
end;

{$IFDEF DD_PLANTED_PANIC}
procedure PlantedPanic;
var
  Error: TDDHandle;
begin
  Check(dd_planted_panic(Error), Error);
end;
{$ENDIF}

initialization
  if dd_abi_version() <> DINHDANH_ABI then
    raise Exception.Create('The library dinhdanh does not fit the unit DinhDanh: they come from different versions.');
end.
