{ The invented card read from Pascal, hostile transports, and what a leak would show. Card FOLDER TIMES SESSIONS }
program Card;

{$MODE DELPHI}

uses
  cthreads, Classes, SysUtils, DinhDanh, Support;

type
  THostile = class(TCardTransport)
  public
    Round: Integer;
    Session: TCardSession;
    Inside, Released: PRTLEvent;
    constructor Create;
    destructor Destroy; override;
  end;

  TFails = class(THostile)
  public
    function Transceive(const Command: TBytes): TBytes; override;
  end;

  TGarbage = class(THostile)
  public
    function Transceive(const Command: TBytes): TBytes; override;
  end;

  TEnters = class(THostile)
  public
    function Transceive(const Command: TBytes): TBytes; override;
  end;

  THangs = class(THostile)
  public
    function Transceive(const Command: TBytes): TBytes; override;
  end;

  TProgressFails = class(THostile)
  public
    function Transceive(const Command: TBytes): TBytes; override;
    procedure Progress(const Now: TProgress); override;
  end;

  TCanceller = class(TThread)
  private
    FHangs: THangs;
  protected
    procedure Execute; override;
  public
    constructor Create(Hangs: THangs);
  end;

var
  Mrz, Said: UTF8String;
  At: Int64;
  Verifier: TVerifier;

function NewSession: TCardSession;
var
  Request: TReadRequest;
begin
  Request := TReadRequest.Create;
  try
    Request.Mrz(Mrz);
    Result := TCardSession.Create(Request, 65536);
  finally
    Request.Free;
  end;
end;

{ Notes all that an exception says, and gives its code. }
function Noted(Failed: EDinhDanh): UTF8String;
begin
  Expect((Length(Failed.MessageVi) > 10) and (Failed.MessageVi <> Failed.MessageEn), 'two messages');
  Expect(Failed.Category <> ecNone, 'category');
  if Length(Said) < 1 shl 16 then
    Said := Said + UTF8String(Failed.Message) + Failed.MessageVi + Failed.Place + UTF8String(Failed.ToString);
  Result := Failed.Code;
end;

function RunCode(Session: TCardSession; Transport: TCardTransport; out TransportClass: string): UTF8String;
begin
  Result := '';
  TransportClass := '';
  try
    Session.Run(Transport);
  except
    on Failed: EDinhDanh do
    begin
      Result := Noted(Failed);
      TransportClass := Failed.TransportClass;
    end;
  end;
end;

constructor THostile.Create;
begin
  inherited Create;
  Inside := RTLEventCreate;
  Released := RTLEventCreate;
end;

destructor THostile.Destroy;
begin
  RTLEventDestroy(Inside);
  RTLEventDestroy(Released);
  inherited;
end;

function TFails.Transceive(const Command: TBytes): TBytes;
begin
  Result := nil;
  case Round mod 7 of
    0: raise ETransport.Create(tfCardRemoved);
    1: raise ETransport.Create(tfTimeout);
    2: raise ETransport.Create(tfFailed);
    3: raise ETransport.Create(tfCancelled);
    4: raise Exception.Create('cable of ' + string(Mrz));
    5: SetLength(Result, DD_ANSWER_BYTES + 1);
    6: raise ETransport.Create(tfNone);
  end;
end;

function TGarbage.Transceive(const Command: TBytes): TBytes;
var
  I: Integer;
begin
  Result := nil;
  SetLength(Result, Random(300));
  for I := 0 to High(Result) do
    Result[I] := Byte(Random(256));
end;

function TEnters.Transceive(const Command: TBytes): TBytes;
var
  Other: TBytes;
  Busy: Integer;
begin
  Busy := 0;
  try
    Session.NextCommand(Other);
  except
    on Failed: EDinhDanh do
      Inc(Busy, Ord(Failed.Code = 'session-busy'));
  end;
  try
    Session.Reading.Free;
  except
    on Failed: EDinhDanh do
      Inc(Busy, Ord(Failed.Code = 'session-busy'));
  end;
  try
    Session.Run(Self);
  except
    on Failed: EDinhDanh do
      Inc(Busy, Ord(Failed.Code = 'session-busy'));
  end;
  Expect(Busy = 3, 'busy');
  Result := nil;
  raise ETransport.Create(tfTimeout);
end;

function THangs.Transceive(const Command: TBytes): TBytes;
begin
  RTLEventSetEvent(Inside);
  RTLEventWaitFor(Released);
  Result := nil;
  SetLength(Result, 2);
  Result[0] := $90;
end;

function TProgressFails.Transceive(const Command: TBytes): TBytes;
begin
  Result := nil;
  Expect(False, 'nothing is sent after progress raised');
end;

procedure TProgressFails.Progress(const Now: TProgress);
begin
  raise EAbort.Create('window');
end;

constructor TCanceller.Create(Hangs: THangs);
begin
  FHangs := Hangs;
  inherited Create(False);
end;

procedure TCanceller.Execute;
begin
  RTLEventWaitFor(FHangs.Inside);
  FHangs.Session.Cancel;
  RTLEventSetEvent(FHangs.Released);
end;

procedure HostileOnce(Round: Integer);
const
  CODES: array[0..6] of UTF8String = ('card-removed', 'card-mute', 'transport-failed', 'cancelled', 'transport-failed',
    'transport-failed', 'transport-failed');
var
  Session: TCardSession;
  Kind: Integer;
  Transport: THostile;
  Raised: string;
  Code: UTF8String;
  Canceller: TCanceller;
begin
  for Kind := 0 to 4 do
  begin
    case Kind of
      0: Transport := TFails.Create;
      1: Transport := TGarbage.Create;
      2: Transport := TEnters.Create;
      3: Transport := THangs.Create;
    else
      Transport := TProgressFails.Create;
    end;
    Session := NewSession;
    Transport.Round := Round;
    Transport.Session := Session;
    Canceller := nil;
    if Kind = 3 then
      Canceller := TCanceller.Create(THangs(Transport));
    Code := RunCode(Session, Transport, Raised);
    case Kind of
      0:
      begin
        Expect(Code = CODES[Round mod 7], 'fails: ' + string(Code));
        Expect((Raised <> '') = (Round mod 7 <> 5), 'what was raised');
      end;
      1: Expect((Code <> '') and (Code <> 'internal'), 'garbage');
      2: Expect(Code = 'card-mute', 'enters');
      3: Expect((Code = 'cancelled') and Session.IsCancelled, 'hangs');
    else
      Expect((Code = 'transport-failed') and (Raised = 'EAbort'), 'progress raises');
    end;
    if Canceller <> nil then
    begin
      Canceller.WaitFor;
      Canceller.Free;
    end;
    Session.Free;
    Transport.Free;
  end;
{$IFDEF DD_PLANTED_PANIC}
  Code := '';
  try
    PlantedPanic;
  except
    on Failed: EDinhDanh do
      Code := Noted(Failed);
  end;
  Expect(Code = 'internal', 'panic');
{$ENDIF}
end;

procedure Judge(Session: TCardSession);
var
  Reading: TCardReading;
  Answer, Stranger: TVerification;
  Citizen: TCitizen;
  Closed: Boolean;
begin
  Reading := Session.Reading;
  Answer := Verifier.Verify(Reading, At);
  Citizen := Answer.Citizen;
  Stranger := Answer.WithHolder(False);
  Expect(Answer.ExposeJson = Given('verdict.json'), 'the same verdict');
  Expect(Answer.MeetsPolicy and (Answer.Assurance = 'NotCloned') and (Answer.Refusals = ''), 'genuine');
  Expect(Citizen.Proven and (Citizen.IdNumber = Copy(Mrz, 16, 12)), 'citizen');
  Expect((Length(Answer.ExposePortrait) > 100) and (Pos('DG1', string(Reading.Files)) > 0), 'portrait and files');
  Expect(not Stranger.MeetsPolicy and (Pos('holder'#9, string(Stranger.Refusals)) = 1), 'stranger');
  Said := Said + UTF8String(Session.ToString + Reading.ToString + Answer.ToString + Citizen.ToString);
  Closed := False;
  try
    Session.Reading.Free;
  except
    on Failed: EDinhDanh do
      Closed := Noted(Failed) = 'closed';
  end;
  Expect(Closed, 'closed');
  Stranger.Free;
  Citizen.Free;
  Answer.Free;
  Reading.Free;
end;

procedure ReadByCallback;
var
  Given: TSocketCard;
  Session: TCardSession;
begin
  Given := TSocketCard.Create;
  Session := NewSession;
  Session.Run(Given);
  Expect((Given.Steps > 10) and (Given.Last.Stage = stDone) and (Session.Progress.Stage = stDone), 'progress');
  Judge(Session);
  Session.Free;
  Given.Free;
end;

procedure ReadByHand;
var
  Given: TSocketCard;
  Session: TCardSession;
  Command: TBytes;
begin
  Given := TSocketCard.Create;
  Session := NewSession;
  while Session.NextCommand(Command) do
    Session.OnResponse(Given.Transceive(Command));
  Judge(Session);
  Session.Free;
  Given.Free;
end;

function Resident: Int64;
var
  Source: System.Text;
  Total, Pages: Int64;
begin
  AssignFile(Source, '/proc/self/statm');
  Reset(Source);
  Read(Source, Total, Pages);
  CloseFile(Source);
  Result := Pages * 4096;
end;

var
  Round, Times, Sessions: Integer;
  Session: TCardSession;
  Command: TBytes;
  Before, Heap: Int64;
  Refused: Boolean;
begin
  Folder := ParamStr(1);
  Times := StrToInt(ParamStr(2));
  Sessions := StrToInt(ParamStr(3));
  Mrz := Given('mrz.txt');
  At := StrToInt64(string(Given('at.txt')));
  WriteLn('dinhdanh ', DinhDanhVersion);
  Verifier := TVerifier.TestCards;
  Expect(Verifier.Load(Contents(Folder + '/anchor.der')) = 1, 'trusted');
  ReadByCallback;
  ReadByHand;
  for Round := 0 to Times - 1 do
    HostileOnce(Round);
  ReadByCallback;

  Before := 0;
  Heap := 0;
  SetLength(Command, 2);
  for Round := 0 to Sessions - 1 do
  begin
    if Round = Sessions div 10 then
    begin
      Before := Resident;
      Heap := GetFPCHeapStatus.CurrHeapUsed;
    end;
    Session := NewSession;
    Expect(Session.NextCommand(Command), 'command');
    SetLength(Command, 2);
    Command[0] := $6A;
    Command[1] := $82;
    try
      Session.OnResponse(Command);
    except
      on Failed: EDinhDanh do
        Noted(Failed);
    end;
    Session.Free;
  end;
  Heap := GetFPCHeapStatus.CurrHeapUsed - Heap;
  Before := Resident - Before;
  WriteLn(Sessions, ' sessions: heap ', Heap, ', process ', Before, ' bytes more than after ', Sessions div 10);
  Expect((Heap < 1 shl 20) and (Before < 4 shl 20), 'no leak');

  Refused := False;
  try
    TCardSession.Create(nil);
  except
    on Failed: EDinhDanh do
      Refused := Noted(Failed) = 'argument-missing';
  end;
  Expect(Refused, 'nil');
  Expect(PersonalNumberMasked('001199000018') = '0011******18', 'masked');

  Expect((Length(Said) > 100) and (Pos('NGUYEN', string(Said)) = 0), 'no name');
  Expect((Pos(Copy(Mrz, 16, 12), Said) = 0) and (Pos(Copy(Mrz, 6, 9), Said) = 0), 'no number');
  Verifier.Free;
  WriteLn('card: ok');
end.
